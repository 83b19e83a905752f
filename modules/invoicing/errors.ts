import { RuleError } from '@karkhana/kernel'
import { formatRupees, type Paise } from '@karkhana/kernel/money'
import { formatDate, type BusinessDate } from '@karkhana/kernel/dates'

/** The invoice is in the books and stays as it is. */
export class NotADraftError extends RuleError {
  constructor(number: string, cancelled: boolean) {
    super(
      'E_INVOICE_NOT_DRAFT',
      `Invoice ${number} is ${cancelled ? 'cancelled' : 'issued already'} and can no longer be changed.`,
      {
        next: cancelled
          ? 'Make a new invoice.'
          : 'Cancel it on the same day, or make a new invoice.',
      }
    )
  }
}

/** Only an issued invoice is paid, sent or cancelled. */
export class NotIssuedError extends RuleError {
  constructor(verb: string, cancelled: boolean) {
    super(
      'E_INVOICE_NOT_ISSUED',
      cancelled ? `A cancelled invoice cannot be ${verb}.` : `A draft cannot be ${verb}.`,
      { next: cancelled ? 'Make a new invoice.' : 'Issue the invoice first.' }
    )
  }
}

/** GST documents carry the number of the place that issues them (CGST Rules 46(a)). */
export class BranchWithoutGstinError extends RuleError {
  constructor(branch: string) {
    super('E_BRANCH_WITHOUT_GSTIN', `The branch ${branch} has no GSTIN, so it cannot invoice.`, {
      next: 'Enter its GSTIN under Settings → Branches.',
    })
  }
}

/** The invoice charges nothing. */
export class NothingToChargeError extends RuleError {
  constructor() {
    super('E_INVOICE_ZERO', 'The total of this invoice is zero, so there is nothing to issue.', {
      field: 'lines',
      next: 'Check prices and discounts.',
    })
  }
}

/** An invoice is not issued for a day that has not come. */
export class FutureDateError extends RuleError {
  constructor(date: BusinessDate) {
    super('E_INVOICE_DATE', `${formatDate(date)} has not come yet.`, {
      field: 'date',
      next: 'Date it today or earlier.',
    })
  }
}

/** The series does not give a number that the law allows (CGST Rules 46(b)). */
export class DocumentNumberError extends RuleError {
  constructor(number: string, reason: string) {
    super('E_INVOICE_NUMBER', `The next number would be ${number}. ${reason}`, {
      next: 'Change the code of the branch under Settings → Branches.',
    })
  }
}

/** What a line is called does not fit its code. */
export class LineKindError extends RuleError {
  constructor(index: number, kind: 'part' | 'service') {
    super(
      'E_LINE_KIND',
      kind === 'service'
        ? 'The SAC of a service begins with 99.'
        : 'A code that begins with 99 is a service, not a part.',
      { field: `lines.${index}.hsn`, next: 'Correct the code or the kind of the line.' }
    )
  }
}

/** A job card is billed once. */
export class JobHasInvoiceError extends RuleError {
  constructor(number: string | null) {
    super(
      'E_JOB_HAS_INVOICE',
      number
        ? `The job card is on invoice ${number}.`
        : 'There is a draft invoice for the job card.',
      { field: 'jobId', next: 'Open that one from the job card.' }
    )
  }
}

/** More than is owed. Advances are not taken here. */
export class OverpaymentError extends RuleError {
  constructor(balance: Paise) {
    super(
      'E_PAYMENT_EXCEEDS_BALANCE',
      balance === 0
        ? 'This invoice is paid in full.'
        : `The balance is ${formatRupees(balance)}; a payment cannot be more than that.`,
      {
        field: 'amount',
        next: balance === 0 ? 'Nothing is left to record.' : 'Enter the balance or less.',
      }
    )
  }
}

/** The same key was sent for something else. */
export class PaymentKeyReusedError extends RuleError {
  constructor() {
    super('E_PAYMENT_KEY_REUSED', 'Another payment was recorded with this key.', {
      field: 'idempotencyKey',
      next: 'Reload the page, check the payments, then record this one again.',
    })
  }
}

/** A payment is dated between its invoice and today. */
export class PaymentDateError extends RuleError {
  constructor(from: BusinessDate, to: BusinessDate) {
    super('E_PAYMENT_DATE', 'A payment is dated between its invoice and today.', {
      field: 'date',
      next: `Enter a day from ${formatDate(from)} to ${formatDate(to)}.`,
    })
  }
}

/** A cheque is known by its number. */
export class ChequeNumberError extends RuleError {
  constructor() {
    super('E_CHEQUE_NUMBER', 'The number of the cheque is missing.', {
      field: 'reference',
      next: 'Enter it as printed on the cheque.',
    })
  }
}

/** Later, or once money came in, an invoice is corrected by a credit note. */
export class NotCancellableError extends RuleError {
  constructor(reason: string) {
    super('E_INVOICE_NOT_CANCELLABLE', reason, {
      next: 'It is corrected by a credit note.',
    })
  }
}

/** There is no address to send to. */
export class NoAddressError extends RuleError {
  constructor() {
    super('E_INVOICE_NO_EMAIL', 'The customer has no e-mail address.', {
      field: 'to',
      next: 'Enter one here, or add it to the customer.',
    })
  }
}

/** A discount is above what the writer may give. */
export class DiscountLimitError extends RuleError {
  constructor(index: number, limit: string) {
    super(
      'E_DISCOUNT_LIMIT',
      limit === '0'
        ? 'Your role gives no discounts.'
        : `Your role gives discounts of up to ${limit} %.`,
      {
        field: `lines.${index}.discountPercent`,
        next: 'Ask an owner or admin to enter it, or lower it.',
        meta: { limit },
      }
    )
  }
}
