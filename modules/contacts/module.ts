import { defineModule } from '@karkhana/kernel/module'

/** Whom the organisation deals with. Owns the addresses and registrations that documents copy. */
export default defineModule({
  id: 'contacts',
  name: 'Contacts',
  description: 'Customers and vendors with phone, address and GSTIN.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  requires: ['gst'],
  consumes: { 'gst.calculator@1': 'required' },
  provides: { 'contacts.directory@1': () => import('./services/directory.ts') },
  tables: ['contacts_contacts'],
  offersSlots: ['contacts.contact.aside'],
})
