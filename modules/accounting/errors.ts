import { RuleError } from '@karkhana/kernel'
import { formatDate, type BusinessDate } from '@karkhana/kernel/dates'
import { formatRupees, type Paise } from '@karkhana/kernel/money'

/** Debits and credits of an entry differ. */
export class UnbalancedJournalError extends RuleError {
  constructor(debit: Paise, credit: Paise) {
    super(
      'E_JOURNAL_UNBALANCED',
      `Debits of ${formatRupees(debit)} and credits of ${formatRupees(credit)} are not equal.`,
      { field: 'lines', next: 'Correct the amounts until the difference is zero.' }
    )
  }
}

/** A line has no amount, a negative one, or one on both sides. */
export class JournalLineError extends RuleError {
  constructor(field: string) {
    super('E_JOURNAL_LINE', 'A line is either a debit or a credit, of more than zero.', {
      field,
      next: 'Enter the amount on one side.',
    })
  }
}

/** Fewer than two lines have an amount. */
export class EmptyJournalError extends RuleError {
  constructor() {
    super('E_JOURNAL_EMPTY', 'An entry needs two lines or more with an amount.', {
      field: 'lines',
      next: 'Add the account on the other side.',
    })
  }
}

/** The date lies in a period that has been locked. */
export class PeriodLockedError extends RuleError {
  constructor(lockedUntil: BusinessDate) {
    super('E_PERIOD_LOCKED', `The books are locked up to ${formatDate(lockedUntil)}.`, {
      field: 'date',
      next: 'Use a later date, or ask an owner or admin to open the period.',
      meta: { lockedUntil },
    })
  }
}

/** A module posts to a system account that the chart does not have. */
export class AccountMissingError extends RuleError {
  constructor(keys: string[]) {
    super('E_ACCOUNT_MISSING', `The chart of accounts has no account for: ${keys.join(', ')}.`, {
      next: 'Switch the module Accounting off and on again in Settings → Modules; it adds what is missing.',
      meta: { keys },
    })
  }
}

/** The named account cannot be posted to. */
export class AccountNotUsableError extends RuleError {
  constructor(field: string, message = 'This account does not exist or is archived.') {
    super('E_ACCOUNT_NOT_USABLE', message, { field, next: 'Choose an account from the list.' })
  }
}

/** Nothing was posted for the source that shall be reversed. */
export class UnknownEntryError extends RuleError {
  constructor() {
    super('E_ENTRY_UNKNOWN', 'There is no journal entry to reverse.', {
      next: 'Reload the document; nothing was posted for it.',
    })
  }
}

/** An entry is reversed once. */
export class EntryReversedError extends RuleError {
  constructor(number: string) {
    super('E_ENTRY_REVERSED', `Entry ${number} has been reversed already.`, {
      next: 'Post a new entry instead.',
    })
  }
}

/** A reversal is the last word on an entry. */
export class ReversalReversedError extends RuleError {
  constructor(number: string) {
    super('E_REVERSAL_REVERSED', `Entry ${number} is a reversal itself.`, {
      next: 'Post the original entry once more instead.',
    })
  }
}

/** Entries of documents are corrected through their document. */
export class EntryOfDocumentError extends RuleError {
  constructor(module: string) {
    super('E_ENTRY_OF_DOCUMENT', `This entry was posted by ${module}, not by hand.`, {
      next: 'Correct or cancel the document; its entry follows.',
    })
  }
}
