import type { PlaceOfSupplyReason } from '@karkhana/gst/contracts'

/** Why the tax belongs to this state, in words for the writer of an invoice. */
export const PLACE_OF_SUPPLY_REASONS: Record<PlaceOfSupplyReason, string> = {
  'explicit': 'Chosen for this invoice.',
  'export': 'The customer is abroad.',
  'delivery': 'The goods are delivered there.',
  'recorded-address': 'The customer is not registered for GST; their address on record is there.',
  'supplier-location':
    'The customer is not registered and has no address on record, so it is the branch’s state.',
  'recipient-registration': 'The customer’s GSTIN belongs to this state.',
}
