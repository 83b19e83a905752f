import { crud, defineModule, defineRecords, permission } from '@karkhana/kernel/module'
import { CONTACT, TABLES } from './data.ts'

/** Whom the organisation deals with. Owns the addresses and registrations that documents copy. */
export default defineModule({
  id: 'contacts',
  name: 'Contacts',
  description: 'Customers and vendors with phone, address and GSTIN.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  requires: { gst: '^0.1.0' },
  consumes: { 'gst.calculator@1': 'required' },
  provides: { 'contacts.directory@1': () => import('./services/directory.ts') },
  tables: TABLES,
  subjects: [CONTACT],
  // shared by all branches
  records: [
    defineRecords({
      table: 'contacts_contacts',
      noun: 'contact',
      view: 'contacts.contact.view',
      customFields: true,
    }),
  ],
  routes: () => import('./routes.ts'),
  permissions: crud(
    'contacts.contact',
    'contact',
    {
      view: ['manager', 'accountant', 'technician'],
      create: ['manager', 'accountant'],
      update: ['manager', 'accountant'],
    },
    [permission('contacts.contact.archive', 'Archive and restore contacts', ['manager'])]
  ),
  search: [() => import('./search/contacts.ts')],
  importers: [() => import('./importers/contacts.ts')],
  exporters: [() => import('./exporters/contacts.ts')],
  menu: [
    {
      id: 'contacts.contacts',
      label: 'Contacts',
      href: '/contacts',
      icon: 'i-lucide-contact',
      section: 'Masters',
      order: 210,
      permission: 'contacts.contact.view',
      createHref: '/contacts/create',
      createLabel: 'New contact',
      createPermission: 'contacts.contact.create',
    },
  ],
  offersSlots: [
    {
      id: 'contacts.contact.aside',
      description: 'Beside a contact: what else belongs to it, the newest first.',
      props: { contactId: 'Id of the contact.' },
    },
  ],
})
