import type { ListQuery } from '@karkhana/kernel/lists'
import { defineSearch } from '@karkhana/kernel/module'
import { anywhere, beginningWith, inOrder, matchingIds } from '@karkhana/kernel/search'
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
      const contacts = () =>
        unit.from('contacts_contacts').whereNull('archived_at').select('id', 'created_at')
      const digits = phoneDigits(text)
      const code = /^[0-9A-Za-z]{4,15}$/.test(text) ? text.toUpperCase() : null
      const queries = digits
        ? [
            beginningWith(contacts(), 'phone_digits', `91${digits}`),
            contacts().whereLike('phone_digits', anywhere(digits)),
          ]
        : []
      if (code) queries.push(beginningWith(contacts(), 'gstin', code))
      if (!digits) queries.push(contacts().where((either) => byWords(either, text)))
      const ids = await matchingIds(unit, queries, limit)
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

function byWords(query: ListQuery, text: string) {
  const like = anywhere(text)
  query.whereILike('name', like).orWhereILike('company', like)
  if (text.includes('@')) query.orWhereILike('email', like)
}

/** `+91 98220 12345`; other countries as they are. */
const readable = (phone: string) => phone.replace(/^\+91(\d{5})(\d{5})$/, '+91 $1 $2')
