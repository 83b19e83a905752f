import { defineSearch } from '@karkhana/kernel/module'
import { anywhere, inOrder, matchingIds } from '@karkhana/kernel/search'
import { phoneDigits } from '../services/phone.ts'

interface Row {
  id: string
  name: string
  company: string | null
  phone: string | null
  city: string | null
}

/** Contacts by phone and GSTIN, or by name, firm and e-mail. */
export default defineSearch({
  id: 'contacts.contacts',
  label: 'Contacts',
  icon: 'i-lucide-contact',
  permission: 'contacts.contact.view',
  find: (scope, text, limit) =>
    scope.read(async (unit) => {
      const digits = phoneDigits(text)
      const query = unit
        .from('contacts_contacts')
        .whereNull('archived_at')
        .select('id', 'created_at')
        .where((either) => {
          if (digits) either.whereLike('phone_digits', anywhere(digits))
          else {
            const like = anywhere(text)
            either.whereILike('name', like).orWhereILike('company', like)
            if (text.includes('@')) either.orWhereILike('email', like)
          }
          if (/^[0-9A-Za-z]{4,15}$/.test(text)) {
            either.orWhereLike('gstin', anywhere(text.toUpperCase()))
          }
        })
      const ids = await matchingIds(unit, query, limit)
      const rows = (await unit
        .from('contacts_contacts')
        .whereIn('id', ids)
        .select('id', 'name', 'company', 'phone', 'city')) as Row[]
      return inOrder(ids, rows).map(({ id, name, company, phone, city }) => ({
        id,
        title: name,
        detail: [company, phone && readable(phone), city].filter(Boolean).join(' · ') || undefined,
        href: `/contacts/${id}`,
      }))
    }),
})

/** `+91 98220 12345`; other countries as they are. */
const readable = (phone: string) => phone.replace(/^\+91(\d{5})(\d{5})$/, '+91 $1 $2')
