import type InvoiceLine from '../models/invoice_line.ts'
import type { Calculation } from './calculation.ts'
import type { DraftLine } from './draft_input.ts'
import type { ExtendedLine } from './extended_lines.ts'

/** Columns of line `index`: what was written, what other modules made of it, and what follows from it. */
export function lineColumns(line: ExtendedLine, calculation: Calculation, index: number) {
  const { askedPrice, askedDiscount, priceRule, priceNote, addedBy, taxNote } = line
  return {
    position: index + 1,
    ...calculation.lines[index],
    description: line.description,
    askedPrice,
    askedDiscount,
    priceRule,
    priceNote,
    addedBy,
    taxNote,
    ...computedLine(calculation, index),
  }
}

/** Columns of line `index` that follow from a calculation. */
export function computedLine({ lines, document }: Calculation, index: number) {
  const { gross, discount, taxable, cgst, sgst, igst, cess, total } = document.lines[index]
  return {
    gstRate: lines[index].gstRate,
    gross: gross!,
    discount: discount!,
    taxable,
    cgst,
    sgst,
    igst,
    cess,
    total,
  }
}

/** A stored line as its writer asked for it. */
export function asWritten(line: InvoiceLine): DraftLine {
  const { kind, itemId, description, hsn, quantity, unit, treatment, chosenRate } = line
  return {
    kind,
    itemId,
    description,
    hsn,
    quantity,
    unit,
    unitPrice: line.askedPrice ?? line.unitPrice,
    discountPercent: line.askedDiscount ?? line.discountPercent,
    treatment,
    gstRate: chosenRate,
  }
}

/** A stored line with the price that it has, for asking again for all else. */
export function asPriced(line: InvoiceLine): ExtendedLine {
  const { unitPrice, discountPercent, askedPrice, askedDiscount, priceRule, priceNote } = line
  return {
    ...asWritten(line),
    unitPrice,
    discountPercent,
    askedPrice,
    askedDiscount,
    priceRule,
    priceNote,
    addedBy: null,
    cessRate: null,
    cessPerUnit: null,
    taxNote: null,
  }
}
