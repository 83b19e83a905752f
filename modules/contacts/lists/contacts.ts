import { defineList } from '@karkhana/kernel/lists'
import { KINDS, LANGUAGES } from '../kinds.ts'
import { archiveContact, restoreContact } from '../services/contacts.ts'
import { contactRow, type ContactRow, type RawContactRow } from '../transformers/contact.ts'
import { searchContacts } from './search.ts'

const KIND_LOOKS = Object.fromEntries(
  Object.entries(KINDS).map(([kind, label]) => [kind, { label }])
)

/** The contacts of the organisation; archived ones only when they are asked for. */
export default defineList<RawContactRow, ContactRow>({
  name: 'contacts.contacts',
  label: 'Contacts',
  permission: 'contacts.contact.view',
  from: (unit) =>
    unit
      .from('contacts_contacts as c')
      .select('c.id', 'c.kind', 'c.name', 'c.company', 'c.phone', 'c.gstin', 'c.city')
      .select('c.archived_at'),
  id: 'c.id',
  customFields: 'contacts_contacts',
  columns: [
    { key: 'name', label: 'Name', primary: true },
    { key: 'kind', label: 'Kind', kind: 'status', statuses: KIND_LOOKS },
    { key: 'phone', label: 'Phone', kind: 'code' },
    { key: 'city', label: 'Town' },
    { key: 'gstin', label: 'GSTIN', kind: 'code', hideOnPhone: true },
    { key: 'company', label: 'Company', hidden: true, hideOnPhone: true },
  ],
  search: searchContacts,
  narrow: ({ filters }): Record<string, string> => (filters?.archived ? {} : { archived: 'no' }),
  filters: {
    kind: {
      label: 'Kind',
      options: [
        { value: 'customer', label: 'Customers' },
        { value: 'vendor', label: 'Vendors' },
      ],
      apply: (query, value) => query.whereIn('c.kind', [value, 'both']),
    },
    language: {
      label: 'Language',
      options: Object.entries(LANGUAGES).map(([value, label]) => ({ value, label })),
      apply: (query, value) => query.where('c.language', value),
    },
    archived: {
      label: 'Archived',
      options: [
        { value: 'only', label: 'Archived only' },
        { value: 'with', label: 'Archived as well' },
      ],
      apply: (query, value) => {
        if (value === 'no') query.whereNull('c.archived_at')
        else if (value !== 'with') query.whereNotNull('c.archived_at')
      },
    },
    added: { kind: 'date', label: 'Added', column: 'c.created_at' },
  },
  sorts: {
    name: { label: 'Name', column: 'lower(c.name)', type: 'text', direction: 'asc' },
    newest: {
      label: 'Newest first',
      column: 'c.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'name',
  actions: {
    archive: {
      label: 'Archive',
      icon: 'i-lucide-archive',
      permission: 'contacts.contact.archive',
      undo: restoreContact,
      run: (scope, id) => archiveContact(scope, id),
    },
  },
  row: contactRow,
})
