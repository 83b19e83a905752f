import { table, type TableDeclaration } from '@karkhana/kernel/module'

/** What the tables of this module hold about people, and for how long. */
export const TABLES: Record<string, TableDeclaration> = {
  tickets_tickets: table({
    // What customers say in their own words, and what was written down about them.
    personal: { complaint: 'replace', hold_reason: 'clear' },
    subjects: { 'contacts.contact': 'contact_id' },
    open: {
      where: "status not in ('closed', 'cancelled')",
      what: 'ticket',
      title: 'number',
      href: '/tickets/:id',
    },
  }),
  tickets_history: table({ personal: { reason: 'clear' } }),
}
