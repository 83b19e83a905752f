import type { Scope } from '@karkhana/kernel'
import type { BusinessDate } from '@karkhana/kernel/dates'
import type { Paise } from '@karkhana/kernel/money'

declare module '@karkhana/kernel/module' {
  interface Contracts {
    'accounting.ledger@1': Ledger
  }
}

/** Accounts that other modules post to; every organisation has them, under these keys. */
export type AccountKey =
  | 'cash'
  | 'bank_upi'
  | 'card_clearing'
  | 'cheques_in_hand'
  | 'trade_receivables'
  | 'trade_payables'
  | 'labour_income'
  | 'parts_income'
  | 'output_cgst'
  | 'output_sgst'
  | 'output_utgst'
  | 'output_igst'
  | 'output_cess'
  | 'input_cgst'
  | 'input_sgst'
  | 'input_igst'
  | 'round_off'
  | 'customer_advances'
  | 'capital'
  | 'discount_allowed'
  | 'rcm_payable'
  | 'other_charges'

/** The event that an entry records. The four ids together are recorded once. */
export interface JournalSource {
  /** Module that posts: `invoicing`. */
  module: string
  /** Kind of document: `invoice`. */
  type: string
  /** Id of the document. */
  id: string
  /** What happened to it: `issued`, `cancelled`. */
  event: string
}

/** One side of an entry: a debit or a credit, in paise, more than zero. */
export interface JournalLine {
  account: AccountKey
  debit?: Paise
  credit?: Paise
  /** Customer or vendor the amount is owed by or to. */
  contactId?: string | null
  memo?: string
}

/** An entry to post: balanced lines on a business date, once for each source. */
export interface JournalInput {
  /** Business date of the entry. */
  date: BusinessDate
  narration: string
  source: JournalSource
  branchId: string
  /** Lines of zero are left out, so that a tax that does not apply needs no special case. */
  lines: JournalLine[]
  /** How the entry's page names the document, `INV/26-27/00042`, and where it leads: `/invoicing/…`. */
  document?: { label: string; path?: string }
}

/** What was posted. */
export interface Posted {
  entryId: string
  /** `JV/26-27/000042` */
  number: string
}

/** An entry to take back by its mirror image; the first one stays as it is. */
export interface ReversalInput {
  /** Source and event of the entry that is taken back. */
  source: JournalSource
  /** Event of the reversal: `cancelled`. */
  event: string
  date: BusinessDate
  narration: string
}

/** The books: balanced, append-only, posted in the transaction of the document that causes them. */
export interface Ledger {
  /**
   * Posts one entry in the caller's open unit, so that document and entry exist together or not at
   * all. The same source again answers with the first entry and posts nothing.
   *
   * @throws RuleError E_JOURNAL_UNBALANCED, E_JOURNAL_LINE (negative, or both sides), E_JOURNAL_EMPTY
   * (fewer than two lines left), E_PERIOD_LOCKED, E_ACCOUNT_MISSING
   */
  post(scope: Scope, input: JournalInput): Promise<Posted>
  /**
   * Posts the opposite of an earlier entry, with its accounts, amounts and branch. The same source
   * and event again answers with the first reversal.
   *
   * @throws RuleError E_ENTRY_UNKNOWN when nothing was posted for the source, E_ENTRY_REVERSED when
   * another event has reversed it already, E_PERIOD_LOCKED
   */
  reverse(scope: Scope, input: ReversalInput): Promise<Posted>
}
