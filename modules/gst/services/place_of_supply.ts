import type { DocumentInput, PlaceOfSupplyReason } from '../contracts.ts'
import { OTHER_COUNTRIES } from './states.ts'

/** What the place of supply depends on. Notes by quantity carry the facts of their original. */
export type SupplyFacts = Pick<
  DocumentInput,
  'supplier' | 'recipient' | 'deliveryStateCode' | 'placeOfSupply'
> & { lines: readonly { kind: 'goods' | 'service' }[] }

export interface PlaceOfSupply {
  stateCode: string
  reason: PlaceOfSupplyReason
}

/**
 * The place of supply of a document, one per document (IGST Act s.10, s.12), and why. An explicit
 * place wins: whether parts handed over at the counter to a business of another state are supplied
 * at the counter is a policy of the workshop, stated on the document.
 */
export function placeOfSupply(facts: SupplyFacts): PlaceOfSupply {
  if (facts.placeOfSupply) return { stateCode: facts.placeOfSupply, reason: 'explicit' }
  if (facts.recipient.kind === 'EXPORT') return { stateCode: OTHER_COUNTRIES, reason: 'export' }
  return facts.recipient.kind === 'B2C' ? toConsumer(facts) : toRegistered(facts)
}

/**
 * IGST applies when the place of supply is another state than the supplier's, and always to exports
 * and special economic zones, also in the same state (IGST Act s.7(5)).
 */
export function supplyNature(facts: SupplyFacts, place: PlaceOfSupply): 'intra' | 'inter' {
  const abroad = facts.recipient.kind === 'SEZ' || facts.recipient.kind === 'EXPORT'
  return abroad || place.stateCode !== facts.supplier.stateCode ? 'inter' : 'intra'
}

/**
 * Unregistered recipient: where goods are delivered, when the delivery address differs from the
 * billing address (s.10(1)(ca), Circular 209/3/2024), else the recorded address (s.12(2)(b)), else
 * the supplier's own state.
 */
function toConsumer({ lines, deliveryStateCode, recipient, supplier }: SupplyFacts): PlaceOfSupply {
  if (deliveryStateCode && lines.some((line) => line.kind === 'goods')) {
    return { stateCode: deliveryStateCode, reason: 'delivery' }
  }
  if (recipient.recordedStateCode) {
    return { stateCode: recipient.recordedStateCode, reason: 'recorded-address' }
  }
  return { stateCode: supplier.stateCode, reason: 'supplier-location' }
}

/**
 * Registered recipient: services at the recipient's registration (s.12(2)(a)); goods where their
 * movement ends (s.10(1)(a)), else at the recipient's registration.
 */
function toRegistered({ lines, deliveryStateCode, recipient }: SupplyFacts): PlaceOfSupply {
  const servicesOnly = lines.length > 0 && lines.every((line) => line.kind === 'service')
  if (deliveryStateCode && !servicesOnly) {
    return { stateCode: deliveryStateCode, reason: 'delivery' }
  }
  return { stateCode: (recipient.gstin ?? '').slice(0, 2), reason: 'recipient-registration' }
}
