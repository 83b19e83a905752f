import { readFileSync } from 'node:fs'
import { paise } from '@karkhana/kernel/money'
import type { Discount, DocumentInput, TaxAmounts } from '../../contracts.ts'

const AMOUNTS = ['taxable', 'cgst', 'sgst', 'igst', 'cess'] as const

type Amounts = Record<(typeof AMOUNTS)[number], string>
type WrittenDiscount = { type: 'percent' | 'amount'; value: string }

/** A document as the vector file writes it: every amount a decimal string. */
type WrittenDocument = Omit<
  DocumentInput,
  'lines' | 'invoiceDiscount' | 'otherCharges' | 'creditOf'
> & {
  lines: (Omit<DocumentInput['lines'][number], 'discount'> & { discount?: WrittenDiscount })[]
  invoiceDiscount?: WrittenDiscount
  otherCharges?: { description: string; amount: string }[]
  creditOf?: Omit<NonNullable<DocumentInput['creditOf']>, 'lines'> & {
    lines: {
      sl: number
      origQty: string
      returnQty: string
      orig: Amounts & { gstRate: string }
      alreadyCredited?: Amounts & { qty: string }
    }[]
  }
}

export interface Vector {
  id: string
  title: string
  input: WrittenDocument
  expect: {
    placeOfSupply: string
    supplyNature: string
    lines: Record<string, string | number>[]
    totals: Record<string, string>
    gstr1Tables: string[]
    eInvoiceSupTyp: string | null
  }
}

/** A file of the vectors folder. */
export function readVectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')) as T
}

/** All vectors of the file. */
export const VECTORS = readVectors<{ vectors: Vector[] }>('gst-vectors.json').vectors

/** One vector by its id. */
export function vector(id: string): Vector {
  const found = VECTORS.find((candidate) => candidate.id === id)
  if (!found) throw new Error(`There is no vector "${id}"`)
  return found
}

/** The calculator's input for a vector: the same document with amounts in paise. */
export function documentOf({ input }: Vector): DocumentInput {
  return {
    ...input,
    lines: input.lines.map((line) => ({ ...line, discount: discountOf(line.discount) })),
    invoiceDiscount: discountOf(input.invoiceDiscount),
    otherCharges: input.otherCharges?.map((charge) => ({
      ...charge,
      amount: paise(charge.amount),
    })),
    creditOf: input.creditOf && {
      ...input.creditOf,
      lines: input.creditOf.lines.map(({ orig, alreadyCredited, ...line }) => ({
        ...line,
        orig: { gstRate: orig.gstRate, ...amountsOf(orig) },
        alreadyCredited: alreadyCredited && {
          qty: alreadyCredited.qty,
          ...amountsOf(alreadyCredited),
        },
      })),
    },
  }
}

function discountOf(discount: WrittenDiscount | undefined): Discount | undefined {
  if (!discount) return undefined
  return discount.type === 'percent'
    ? { type: 'percent', value: discount.value }
    : { type: 'amount', value: paise(discount.value) }
}

function amountsOf(written: Amounts): TaxAmounts {
  const entries = AMOUNTS.map((name) => [name, paise(written[name])])
  return Object.fromEntries(entries) as unknown as TaxAmounts
}
