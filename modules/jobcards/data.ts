import { table, type TableDeclaration } from '@karkhana/kernel/module'

/** What the tables of this module hold about people, and for how long. */
export const TABLES: Record<string, TableDeclaration> = {
  jobcards_jobs: table({
    // What customers say in their own words, and what was written down about them.
    personal: { complaint: 'replace', hold_reason: 'clear', cancel_reason: 'replace' },
    subjects: { 'contacts.contact': 'contact_id' },
    open: {
      where: "cancelled_at is null and status <> 'delivered'",
      what: 'job card',
      title: 'number',
      href: '/jobcards/:id',
    },
  }),
  jobcards_lines: table({
    notPersonal: { group_name: 'Heading over a group of lines: "Brakes".' },
  }),
  jobcards_approvals: table({ personal: { approved_by: 'replace', note: 'clear' } }),
  jobcards_history: table({ personal: { reason: 'clear' } }),
}
