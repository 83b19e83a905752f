import type { CalculatedLine, DocumentInput, SupplyType } from '../../contracts.ts'
import { isTaxable, type Supply } from './supply.ts'

/**
 * Supply type for the invoice registration portal, for a supplier in its mandate; `null` when such a
 * document is not reported there.
 */
export function supplyType(
  document: DocumentInput,
  lines: CalculatedLine[],
  supply: Supply
): SupplyType | null {
  const reported = lines.some((line) => isTaxable(line.treatment, supply))
  if (document.docType === 'RV' || !reported) return null
  switch (document.recipient.kind) {
    case 'B2B':
      return 'B2B'
    case 'SEZ':
      return document.payTax ? 'SEZWP' : 'SEZWOP'
    case 'EXPORT':
      return document.payTax ? 'EXPWP' : 'EXPWOP'
    case 'DEEMED':
      return 'DEXP'
    case 'B2C':
      return null
  }
}
