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
      timeline: () => import('./timeline.ts'),
      archive: () => import('./archive.ts'),
      reference: {
        title: 'name',
        lookup: '/contacts/lookup',
        href: '/contacts/:id',
        create: {
          label: 'New contact',
          href: '/contacts/create',
          slot: 'contacts.contact.pick',
          permission: 'contacts.contact.create',
        },
      },
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
  lists: [() => import('./lists/contacts.ts')],
  exporters: [() => import('./exporters/contacts.ts')],
  samples: [() => import('./samples/contacts.ts')],
  onboarding: [
    {
      id: 'contacts.first_contact',
      title: 'Add your first customer',
      why: 'Tickets, vehicles and invoices hang on a customer; a name and a phone number are enough.',
      permission: 'contacts.contact.create',
      href: '/contacts/create',
      icon: 'i-lucide-contact',
      order: 210,
      minutes: 1,
      done: { table: 'contacts_contacts' },
    },
  ],
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
  slots: {
    'contacts.contact.pick': [
      { component: 'contacts::new_contact', permission: 'contacts.contact.create' },
    ],
  },
  offersSlots: [
    {
      id: 'contacts.contact.pick',
      description: 'Over a page that picks a contact: the small form of a new one.',
      props: {
        typed: 'What was typed when nothing fitted.',
        given: 'What the new record has to have.',
        done: 'Takes the new record as an option of the picker.',
      },
    },
    {
      id: 'contacts.contact.aside',
      description: 'Beside a contact: what else belongs to it, the newest first.',
      props: { contactId: 'Id of the contact.' },
    },
  ],
  lang: ['en', 'hi'],
})
