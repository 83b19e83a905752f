import type { BusinessDate } from '@karkhana/kernel/dates'
import type { Paise } from '@karkhana/kernel/money'
import type { CalculatedLine, DocumentInput, Gstr1Table } from '../../contracts.ts'
import { threshold } from '../thresholds.ts'
import { isTaxable, type Supply } from './supply.ts'

/** Sections of GSTR-1 the document belongs to; a mixed document stands in two. */
export function gstr1Tables(
  document: DocumentInput,
  lines: CalculatedLine[],
  grandTotal: Paise,
  supply: Supply
): Gstr1Table[] {
  if (supply.composition) return ['composition-not-in-gstr1']
  if (document.docType === 'RV') return ['at']

  const tables: Gstr1Table[] = []
  if (lines.some((line) => isTaxable(line.treatment, supply))) {
    tables.push(
      document.docType === 'INV' ? invoiceTable(document, grandTotal, supply) : noteTable(document)
    )
  }
  if (lines.some((line) => !isTaxable(line.treatment, supply))) tables.push('nil')
  return tables
}

function invoiceTable(document: DocumentInput, grandTotal: Paise, supply: Supply): Gstr1Table {
  if (document.recipient.kind === 'EXPORT') return 'exp'
  if (document.recipient.kind !== 'B2C') return 'b2b'
  return supply.nature === 'inter' && isLarge(grandTotal, document.docDate) ? 'b2cl' : 'b2cs'
}

/** A note to a consumer follows the table of its original document. */
function noteTable(document: DocumentInput): Gstr1Table {
  if (document.recipient.kind === 'EXPORT') return 'cdnur'
  if (document.recipient.kind !== 'B2C') return 'cdnr'
  const original = document.creditOf?.origTable ?? document.origTable
  return original === 'b2cl' ? 'cdnur' : 'b2cs'
}

/** Above the limit of the date; equal is not above (Notification 12/2024-CT). */
function isLarge(grandTotal: Paise, date: BusinessDate) {
  const limit = threshold('b2clInvoiceValue', date)
  return limit !== null && grandTotal > limit
}
