import { defineList, type ListInput } from '@karkhana/kernel/lists'
import { contactRow, type ContactRow, type RawContactRow } from '../transformers/contact.ts'
import { searchContacts } from './search.ts'

/** The contacts of the organisation; archived ones only when they are asked for. */
export function contactList(input: ListInput) {
  return defineList<RawContactRow, ContactRow>({
    from(unit) {
      const query = unit
        .from('contacts_contacts as c')
        .select('c.id', 'c.kind', 'c.name', 'c.company', 'c.phone', 'c.gstin', 'c.city')
        .select('c.archived_at')
      return input.filters?.archived ? query : query.whereNull('c.archived_at')
    },
    id: 'c.id',
    customFields: 'contacts_contacts',
    search: searchContacts,
    filters: {
      kind: {
        label: 'Kind',
        options: [
          { value: 'customer', label: 'Customers' },
          { value: 'vendor', label: 'Vendors' },
        ],
        apply: (query, value) => query.whereIn('c.kind', [value, 'both']),
      },
      archived: {
        label: 'Archived',
        options: [
          { value: 'only', label: 'Archived only' },
          { value: 'with', label: 'Archived as well' },
        ],
        apply: (query, value) => {
          if (value !== 'with') query.whereNotNull('c.archived_at')
        },
      },
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
    row: contactRow,
  })
}
