import { defineSearch } from '@karkhana/kernel/module'

/** Contacts by phone and GSTIN, or by name, firm, city and e-mail. */
export default defineSearch({
  id: 'contacts.contacts',
  label: 'Contacts',
  icon: 'i-lucide-contact',
  permission: 'contacts.contact.view',
  table: 'contacts_contacts',
  where: 't.archived_at is null',
  title: 't.name',
  detail: [
    't.company',
    String.raw`regexp_replace(t.phone, '^\+91(\d{5})(\d{5})$', '+91 \1 \2')`,
    't.city',
  ],
  codes: ['t.gstin'],
  phones: ['t.phone'],
  words: ['t.company', 't.city', 't.email'],
  href: '/contacts/:id',
})
