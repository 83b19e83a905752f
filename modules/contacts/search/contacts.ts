import { defineSearch } from '@karkhana/kernel/module'
import { lookupContacts } from '../services/lookup.ts'

/** Contacts by name, firm, e-mail, phone and GSTIN. */
export default defineSearch({
  id: 'contacts.contacts',
  label: 'Contacts',
  icon: 'i-lucide-contact',
  permission: 'contacts.contact.view',
  async find(scope, text, limit) {
    const found = await lookupContacts(scope, { q: text })
    return found.slice(0, limit).map(({ id, label, hint }) => ({
      id,
      title: label,
      detail: hint,
      href: `/contacts/${id}`,
    }))
  },
})
