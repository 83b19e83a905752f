import { RuleError } from '@karkhana/kernel'

interface Advice {
  field?: string
  next: string
}

/** A fact that a status needs is missing. The code names which. */
export class GuardError extends RuleError {
  constructor(code: string, message: string, advice: Advice) {
    super(code, message, advice)
  }
}

/** The status machine has no such way from where the card stands. */
export class TransitionRefusedError extends RuleError {
  constructor(status: string, label: string) {
    super('E_JOB_TRANSITION', `"${label}" is not possible: the card is ${status.toLowerCase()}.`, {
      field: 'transition',
      next: 'Reload the card to see what can be done now.',
    })
  }
}

/** A step back, a hold or a cancellation needs a sentence. */
export class MissingReasonError extends RuleError {
  constructor() {
    super('E_JOB_REASON', 'Say why.', { field: 'reason', next: 'One sentence is enough.' })
  }
}

/** The reason for a hold is not one of the list. */
export class HoldReasonError extends RuleError {
  constructor(known: string[]) {
    super('E_JOB_HOLD_REASON', 'This is no reason for a hold.', {
      field: 'reason',
      next: `Use one of: ${known.join(', ')}.`,
    })
  }
}

/** A cancelled card is a record of what happened. */
export class JobCancelledError extends RuleError {
  constructor() {
    super('E_JOB_CANCELLED', 'The card is cancelled.', { next: 'Open a new card for the vehicle.' })
  }
}

/** A delivered card is a record of what happened. */
export class JobDeliveredError extends RuleError {
  constructor() {
    super('E_JOB_DELIVERED', 'The vehicle has been delivered.', {
      next: 'Open a new card for further work.',
    })
  }
}

/** The lines of a card that is ready or in the books stay as they are. */
export class LinesLockedError extends RuleError {
  constructor(invoiceNumber: string | null) {
    super(
      'E_JOB_LINES_LOCKED',
      invoiceNumber
        ? `The lines are on invoice ${invoiceNumber}.`
        : 'The lines of a card that is ready cannot be changed.',
      {
        field: 'lines',
        next: invoiceNumber
          ? 'Cancel the invoice first.'
          : 'Take the card back to work with a reason first.',
      }
    )
  }
}

/** Another invoice, or this one, holds the card. */
export class JobInvoicedError extends RuleError {
  constructor(invoiceNumber: string) {
    super('E_JOB_INVOICED', `The card is on invoice ${invoiceNumber} already.`, {
      next: 'Open that invoice, or cancel it first.',
    })
  }
}

/** The card has not come far enough to be billed, or never will. */
export class JobNotBillableError extends RuleError {
  constructor(number: string, status: string) {
    super('E_JOB_NOT_BILLABLE', `Job card ${number} is ${status.toLowerCase()}.`, {
      next: 'Mark it ready first; then it can be billed.',
    })
  }
}

/** Every line was deferred. */
export class NothingToBillError extends RuleError {
  constructor(number: string) {
    super('E_JOB_NOTHING_TO_BILL', `Job card ${number} has no finished line.`, {
      next: 'Add the work that was done, or deliver it without an invoice.',
    })
  }
}

/** The ticket names no vehicle, or is finished: no card can be opened from it. */
export class TicketNotReadyError extends RuleError {
  constructor(code: 'E_TICKET_VEHICLE' | 'E_TICKET_FINISHED', message: string, advice: Advice) {
    super(code, message, advice)
  }
}

/** Customer or vehicle of the input is not the one of the ticket, or of each other. */
export class PartyMismatchError extends RuleError {
  constructor(message: string, advice: Advice) {
    super('E_JOB_PARTY', message, advice)
  }
}

/** The person chosen cannot take job cards. */
export class TechnicianError extends RuleError {
  constructor() {
    super('E_JOB_TECHNICIAN_UNKNOWN', 'This person is no active member of the organisation.', {
      field: 'technicianId',
      next: 'Choose somebody from the list.',
    })
  }
}

/** An instant of the input is no point in time. */
export class InstantError extends RuleError {
  constructor(field: string) {
    super('E_JOB_INSTANT', 'This is no date with a time.', {
      field,
      next: 'Write it like 2026-11-21T17:30:00+05:30.',
    })
  }
}

/** Tax or amount of a line cannot be worked out. */
export class LineAmountError extends RuleError {
  constructor(message: string, field: string, next: string | undefined, cause: unknown) {
    super('E_JOB_LINE_AMOUNT', message, { field, next, cause })
  }
}

/** Approval is asked for while there is an estimate to approve. */
export class ApprovalRefusedError extends RuleError {
  constructor(message: string, next: string) {
    super('E_JOB_APPROVAL', message, { next })
  }
}
