import type { ListDeclaration } from '../lists/main.ts'

/** How lists of messages are ordered. @param column an instant: `m.created_at` */
export const newestFirst = (
  column: string
): Pick<ListDeclaration<unknown, unknown>, 'sorts' | 'defaultSort'> => ({
  sorts: { newest: { label: 'Newest first', column, type: 'timestamptz', direction: 'desc' } },
  defaultSort: 'newest',
})
