import { asPaise, toDecimal } from '../../money/index.ts'
import type { ColumnDeclaration, ReportRow } from '../../reports/declaration.ts'

/** A column of a file that is written. `money` comes in paise, `instant` as ISO 8601, and is shown in the zone. */
export type FileColumn = Pick<ColumnDeclaration, 'key' | 'label' | 'kind'>

/** Value of a cell as modules and lists give it. */
export type CellValue = ReportRow[string] | undefined

/** What a table in a file is made of. */
export interface FileTable {
  /** Name of the sheet. */
  title?: string
  columns: readonly FileColumn[]
  /** Zone of the instants. */
  zone: string
}

/** Digits that a spreadsheet keeps of a number; with more of them it is written as text. */
const KEPT_DIGITS = 15

/** A decimal that a spreadsheet keeps whole; `null` when it is none. */
export function numberText(value: string | number | boolean): string | null {
  const text = String(value)
  if (!/^-?\d+(\.\d+)?$/.test(text)) return null
  return text.length <= KEPT_DIGITS || text.replace(/\D/g, '').length <= KEPT_DIGITS ? text : null
}

/** Paise as rupees with two decimals. */
export const moneyText = (paise: string | number | boolean) => toDecimal(asPaise(Number(paise)))
