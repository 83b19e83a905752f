import type { DocumentInput, Treatment } from '../../contracts.ts'

/** Facts of a document that every line is taxed by. */
export interface Supply {
  nature: 'intra' | 'inter'
  priceMode: DocumentInput['priceMode']
  reverseCharge: boolean
  /** Export or SEZ under bond or letter of undertaking: the rate is stated, no tax is charged. */
  zeroRated: boolean
  /** The supplier may not charge tax (CGST Act s.10(4)). */
  composition: boolean
}

/** Reads them off the document once its place of supply is known. */
export function supplyOf(document: DocumentInput, nature: Supply['nature']): Supply {
  return {
    nature,
    priceMode: document.priceMode,
    reverseCharge: document.reverseCharge,
    zeroRated: isZeroRated(document),
    composition: document.supplier.scheme === 'composition',
  }
}

/** Whether the document goes to an SEZ or abroad without payment of tax. */
export function isZeroRated({ recipient, payTax }: Pick<DocumentInput, 'recipient' | 'payTax'>) {
  return (recipient.kind === 'SEZ' || recipient.kind === 'EXPORT') && !payTax
}

/** Whether a line carries a rate, and its value counts as taxable. */
export function isTaxable(
  treatment: Treatment | undefined,
  { composition }: { composition: boolean }
) {
  return !composition && (treatment ?? 'taxable') === 'taxable'
}
