/** Where an error belongs in the input, and what the reader can do about it. */
interface Advice {
  /** Path in the document: `lines.0.gstRate`. */
  field?: string
  next: string
}

/** An input that GST law or the portal does not allow. Status 422, nothing was calculated. */
export class GstError extends Error {
  readonly status = 422
  readonly field?: string
  readonly next: string

  constructor(
    readonly code: string,
    message: string,
    advice: Advice
  ) {
    super(message)
    this.name = new.target.name
    this.field = advice.field
    this.next = advice.next
  }
}

/** A part that the calculation needs is missing or contradicts another. */
export class IncompleteDocumentError extends GstError {
  constructor(message: string, field: string, next: string) {
    super('E_GST_DOCUMENT_INCOMPLETE', message, { field, next })
  }
}

/** A quantity, price, percentage or date cannot be read. */
export class UnreadableValueError extends GstError {
  constructor(message: string, field: string, next: string) {
    super('E_GST_VALUE_UNREADABLE', message, { field, next })
  }
}

/** No state has this code. */
export class UnknownStateError extends GstError {
  constructor(code: string, field: string) {
    super('E_GST_STATE_UNKNOWN', `There is no state with the code "${code}".`, {
      field,
      next: 'Choose a state from the list.',
    })
  }
}

/** No entry of the rate table covers the item on the date. A rate is never assumed. */
export class UnknownRateError extends GstError {
  constructor(message: string, field: string) {
    super('E_GST_RATE_UNKNOWN', message, { field, next: 'Enter the GST rate of the line.' })
  }
}

/** The portal accepts only listed rates (error 2240). */
export class RateNotAllowedError extends GstError {
  constructor(rate: string, allowed: string[], field: string) {
    super('E_GST_RATE_NOT_ALLOWED', `${rate} % is not a GST rate on this date.`, {
      field,
      next: `Choose one of ${allowed.join(', ')}.`,
    })
  }
}

/** A discount is more than what it is taken from. The portal rejects negative lines. */
export class DiscountTooLargeError extends GstError {
  constructor(field: string) {
    super('E_GST_DISCOUNT_TOO_LARGE', 'The discount is more than the amount it is taken from.', {
      field,
      next: 'Lower the discount.',
    })
  }
}

/** A combination that has no defined arithmetic or that the portal refuses. */
export class UnsupportedCombinationError extends GstError {
  constructor(message: string, field: string, next: string) {
    super('E_GST_COMBINATION', message, { field, next })
  }
}

/** A credit note takes back more than the original line has left. */
export class CreditTooLargeError extends GstError {
  constructor(left: string, field: string) {
    super('E_GST_CREDIT_TOO_LARGE', `Only ${left} of this line is left to credit.`, {
      field,
      next: `Return ${left} or less.`,
    })
  }
}
