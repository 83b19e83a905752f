import { column } from '@adonisjs/lucid/orm'
import { normalizeDecimal } from '@karkhana/kernel/money'

/** Integer paise; PostgreSQL hands `bigint` over as text. */
export const paiseColumn = () =>
  column({ consume: (value: string | number | null) => (value === null ? null : Number(value)) })

/** A calendar day `YYYY-MM-DD`; the driver hands it over as local midnight. */
export const dateColumn = () => column({ consume: asDay })

/** Decimal string in its shortest spelling: `numeric(14, 3)` says `1.500`. */
export const decimalColumn = () =>
  column({ consume: (value: string | null) => (value === null ? null : normalizeDecimal(value)) })

/** Rupees with two decimals, as prices are read. */
export const priceColumn = () => column({ consume: (value: string) => value })

/** JSON object; `null` stays null. */
export const jsonColumn = () =>
  column({ prepare: (value: unknown) => (value == null ? null : JSON.stringify(value)) })

function asDay(value: Date | string | null) {
  if (!(value instanceof Date)) return value
  const two = (number: number) => String(number).padStart(2, '0')
  return `${value.getFullYear()}-${two(value.getMonth() + 1)}-${two(value.getDate())}`
}
