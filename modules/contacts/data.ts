import { table, type SubjectDeclaration, type TableDeclaration } from '@karkhana/kernel/module'

/** The people and firms whom an organisation deals with, found by any part of these. */
export const CONTACT: SubjectDeclaration = {
  id: 'contacts.contact',
  label: 'Contact',
  table: 'contacts_contacts',
  title: 'name',
  find: ['phone', 'email', 'company', 'gstin', 'phone_digits'],
}

/** What the tables of this module hold about people, and for how long. */
export const TABLES: Record<string, TableDeclaration> = {
  contacts_contacts: table({
    personal: {
      name: 'replace',
      company: 'clear',
      phone: 'clear',
      // made by the database from phone, and empty with it; the audit trail repeats it
      phone_digits: 'clear',
      email: 'clear',
      gstin: 'clear',
      address_line1: 'clear',
      address_line2: 'clear',
      city: 'clear',
      postal_code: 'clear',
      notes: 'clear',
    },
    subjects: { 'contacts.contact': 'id' },
  }),
}
