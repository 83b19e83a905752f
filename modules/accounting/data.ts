import { table, type TableDeclaration } from '@karkhana/kernel/module'

/**
 * Books are kept for 72 months after the due date of the annual return of their year, which lies up to 21 months
 * after an entry: eight years from its date are enough for all of them.
 */
const BOOKS = { keep: 'P8Y', from: 'entry_date', law: 'CGST Act s.36' }

/** What the tables of this module hold about people, and for how long. */
export const TABLES: Record<string, TableDeclaration> = {
  accounting_accounts: table({ notPersonal: { name: 'Name of an account of the books.' } }),
  accounting_entries: table({
    retention: BOOKS,
    // Narrations name the customer: "Invoice A/26-27/00001 to Raj Kumar".
    personal: { narration: 'keep', posted_by: 'actor' },
    subjects: {
      'contacts.contact': { via: 'accounting_lines', key: 'entry_id', column: 'contact_id' },
    },
  }),
  accounting_lines: table({
    retention: BOOKS,
    personal: { memo: 'keep' },
    subjects: { 'contacts.contact': 'contact_id' },
  }),
  accounting_balances: table(),
  accounting_locks: table({ personal: { locked_by: 'actor' } }),
}
