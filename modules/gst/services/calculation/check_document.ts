import { compareDates, isBusinessDate } from '@karkhana/kernel/dates'
import type { DocumentInput } from '../../contracts.ts'
import {
  IncompleteDocumentError,
  UnknownStateError,
  UnreadableValueError,
  UnsupportedCombinationError,
} from '../../errors.ts'
import { parseGstin } from '../gstin.ts'
import { findState } from '../states.ts'
import { isZeroRated } from './supply.ts'

/**
 * Holds a document together before anything is computed. Stops at the first fault.
 *
 * @throws GstError with the path of the fault
 */
export function checkDocument(document: DocumentInput): void {
  checkDate(document.docDate, 'docDate')
  checkSupplier(document)
  checkRecipient(document)
  checkState(document.deliveryStateCode, 'deliveryStateCode')
  checkState(document.placeOfSupply, 'placeOfSupply')
  checkLines(document)
  checkCombinations(document)
  for (const [index, charge] of (document.otherCharges ?? []).entries()) {
    if (charge.amount >= 0) continue
    throw new UnreadableValueError(
      'A charge may not be negative.',
      `otherCharges.${index}.amount`,
      'Enter a discount instead.'
    )
  }
}

function checkDate(date: string, field: string) {
  if (isBusinessDate(date)) return
  throw new UnreadableValueError(`"${date}" is not a date.`, field, 'Enter a day as YYYY-MM-DD.')
}

function checkState(code: string | null | undefined, field: string) {
  if (code && !findState(code)) throw new UnknownStateError(code, field)
}

function checkGstin(gstin: string, field: string) {
  const result = parseGstin(gstin)
  if (!result.ok) {
    throw new UnreadableValueError(result.message, field, 'Correct the GSTIN in its record.')
  }
}

function checkSupplier({ supplier }: DocumentInput) {
  checkGstin(supplier.gstin, 'supplier.gstin')
  checkState(supplier.stateCode, 'supplier.stateCode')
  if (supplier.gstin.trim().slice(0, 2) === supplier.stateCode) return
  throw new IncompleteDocumentError(
    `The supplier's GSTIN belongs to another state than ${supplier.stateCode}.`,
    'supplier.stateCode',
    'Issue the document from the branch whose state the GSTIN names.'
  )
}

function checkRecipient({ recipient }: DocumentInput) {
  checkState(recipient.recordedStateCode, 'recipient.recordedStateCode')
  if (recipient.gstin) checkGstin(recipient.gstin, 'recipient.gstin')
  if (recipient.gstin || recipient.kind === 'B2C' || recipient.kind === 'EXPORT') return
  throw new IncompleteDocumentError(
    'A registered recipient needs a GSTIN.',
    'recipient.gstin',
    'Enter the GSTIN, or treat the recipient as unregistered.'
  )
}

function checkLines({ lines, creditOf, docType, docDate }: DocumentInput) {
  const numbered = creditOf ? creditOf.lines : lines
  const field = creditOf ? 'creditOf.lines' : 'lines'
  if (numbered.length === 0) {
    throw new IncompleteDocumentError('The document has no lines.', field, 'Add a line.')
  }
  if (new Set(numbered.map((line) => line.sl)).size < numbered.length) {
    throw new IncompleteDocumentError(
      'Two lines have the same serial number.',
      field,
      'Number the lines 1, 2, 3 and so on.'
    )
  }
  if (!creditOf) return
  if (docType !== 'CRN' || lines.length > 0) {
    throw new UnsupportedCombinationError(
      'Only a credit note returns quantities of an earlier document, and it has no lines besides.',
      'creditOf',
      'Issue one credit note by quantity and another document for the rest.'
    )
  }
  checkDate(creditOf.docDate, 'creditOf.docDate')
  if (compareDates(creditOf.docDate, docDate) > 0) {
    throw new IncompleteDocumentError(
      `The credit note is dated before ${creditOf.docNo}, which it credits.`,
      'docDate',
      'Date the credit note on or after its original document.'
    )
  }
}

/** Inclusive prices have no defined arithmetic with these; reverse charge goes with B2B only (2162). */
function checkCombinations(document: DocumentInput) {
  const { priceMode, reverseCharge, recipient, lines } = document
  if (reverseCharge && recipient.kind !== 'B2B') {
    throw new UnsupportedCombinationError(
      'Tax on reverse charge needs a registered buyer.',
      'reverseCharge',
      'Switch reverse charge off, or enter the GSTIN of the buyer.'
    )
  }
  if (priceMode === 'exclusive') return
  const cess = lines.some((line) => line.cessRate || line.cessPerUnit)
  if (!cess && !reverseCharge && !isZeroRated(document)) return
  throw new UnsupportedCombinationError(
    'Prices that include tax cannot be combined with cess, reverse charge or a supply without tax.',
    'priceMode',
    'Enter prices without tax.'
  )
}
