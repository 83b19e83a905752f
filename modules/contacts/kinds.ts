import type { ContactKind } from './contracts.ts'

/** What a contact is to the organisation, in words. Runs on the server and in the browser. */
export const KINDS: Record<ContactKind, string> = {
  customer: 'Customer',
  vendor: 'Vendor',
  both: 'Customer and vendor',
}
