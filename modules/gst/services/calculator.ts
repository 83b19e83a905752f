import type { CalculatedDocument, DocumentInput } from '../contracts.ts'
import { checkDocument } from './calculation/check_document.ts'
import { creditedLines } from './calculation/credited_lines.ts'
import { gstr1Tables } from './calculation/gstr1_tables.ts'
import { pricedLines } from './calculation/priced_lines.ts'
import { supplyOf } from './calculation/supply.ts'
import { supplyType } from './calculation/supply_type.ts'
import { documentTotals } from './calculation/totals.ts'
import { placeOfSupply, supplyNature } from './place_of_supply.ts'
import { stateTaxName } from './states.ts'

/**
 * Computes a GST document: place of supply, taxes of every line, totals, and where the document is
 * reported. Tax is rounded per line; totals are sums of lines.
 *
 * @throws GstError with `code`, `field` and `next` when the input breaks a rule
 */
export function calculate(document: DocumentInput): CalculatedDocument {
  checkDocument(document)
  const place = placeOfSupply(document)
  const nature = supplyNature(document, place)
  const supply = supplyOf(document, nature)

  const lines = document.creditOf
    ? creditedLines(document.creditOf, supply)
    : pricedLines(document, supply)
  const totals = documentTotals(lines, document, supply)

  return {
    placeOfSupply: place.stateCode,
    placeOfSupplyReason: place.reason,
    supplyNature: nature,
    stateTaxName: stateTaxName(place.stateCode),
    lines,
    totals,
    gstr1Tables: gstr1Tables(document, lines, totals.grandTotal, supply),
    eInvoiceSupTyp: supplyType(document, lines, supply),
  }
}
