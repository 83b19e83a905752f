import { inBatches } from '@karkhana/kernel/transfer'
import { defineExporter } from '@karkhana/kernel/module'
import type { Language } from '@karkhana/kernel'
import { KINDS, LANGUAGES } from '../kinds.ts'
import type { ContactKind } from '../contracts.ts'

interface Row {
  id: string
  kind: ContactKind
  language: Language | null
  archived_at: Date | null
  [column: string]: string | Date | null
}

/** All contacts in the columns of their import. */
export default defineExporter({
  id: 'contacts.contacts',
  label: 'Contacts',
  permission: 'contacts.contact.view',
  table: 'contacts_contacts',
  columns: [
    { key: 'name', label: 'Name', kind: 'text' },
    { key: 'kind', label: 'Kind', kind: 'text' },
    { key: 'company', label: 'Firm', kind: 'text' },
    { key: 'phone', label: 'Phone', kind: 'text' },
    { key: 'email', label: 'E-mail', kind: 'text' },
    { key: 'gstin', label: 'GSTIN', kind: 'text' },
    { key: 'address_line1', label: 'Address line 1', kind: 'text' },
    { key: 'address_line2', label: 'Address line 2', kind: 'text' },
    { key: 'city', label: 'City', kind: 'text' },
    { key: 'state_code', label: 'State code', kind: 'text' },
    { key: 'postal_code', label: 'PIN code', kind: 'text' },
    { key: 'language', label: 'Language', kind: 'text' },
    { key: 'notes', label: 'Notes', kind: 'text' },
    { key: 'archived', label: 'Archived', kind: 'text' },
  ],
  async *rows(scope) {
    const batches = inBatches<Row>(scope, (unit, after, size) =>
      unit
        .from('contacts_contacts')
        .where('id', '>', after)
        .orderBy('id')
        .limit(size)
        .select('id', 'kind', 'name', 'company', 'phone', 'email', 'gstin', 'notes', 'archived_at')
        .select('address_line1', 'address_line2', 'city', 'state_code', 'postal_code', 'language')
    )
    for await (const rows of batches) {
      yield rows.map(({ archived_at: archivedAt, kind, language, ...row }) => ({
        ...(row as Record<string, string | null>),
        kind: KINDS[kind],
        language: language && LANGUAGES[language],
        archived: archivedAt !== null,
      }))
    }
  },
})
