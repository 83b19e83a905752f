/**
 * A number that cannot be money. Carries what the caller needs to answer the reader: a stable
 * `code`, the HTTP `status` of a refused input and the `next` step in words.
 */
export class MoneyError extends Error {
  declare code: string
  status = 422

  constructor(
    message: string,
    /** What the reader can do about it. */
    readonly next: string
  ) {
    super(message)
    this.name = new.target.name
  }
}

/** The amount does not fit in 2^53 - 1 paise (about 90 lakh crore rupees), or is not whole paise. */
export class AmountOutOfRangeError extends MoneyError {
  code = 'E_AMOUNT_OUT_OF_RANGE'

  constructor(value: string) {
    super(
      `${value} is outside the range of an amount in whole paise`,
      'Check the quantity and the unit price; one amount may not exceed 90,07,19,92,54,740.99 rupees.'
    )
  }
}

/** The text is not an amount in rupees with at most two decimals. */
export class InvalidAmountError extends MoneyError {
  code = 'E_AMOUNT_INVALID'

  constructor(value: string) {
    super(
      `"${value}" is not an amount in rupees`,
      'Write digits with at most two decimals and no grouping, such as 1450.50.'
    )
  }
}

/** The text is not a plain decimal number. */
export class InvalidDecimalError extends MoneyError {
  code = 'E_DECIMAL_INVALID'

  constructor(value: string) {
    super(`"${value}" is not a decimal number`, 'Write digits with a point, such as 12 or 1.5.')
  }
}

/** The text is not a quantity: zero or more, at most six decimals. */
export class InvalidQuantityError extends MoneyError {
  code = 'E_QUANTITY_INVALID'

  constructor(value: string) {
    super(
      `"${value}" is not a quantity`,
      'Write a number of zero or more with at most six decimals, such as 1.5.'
    )
  }
}

/** The text is not a unit price: zero or more rupees, at most six decimals. */
export class InvalidUnitPriceError extends MoneyError {
  code = 'E_UNIT_PRICE_INVALID'

  constructor(value: string) {
    super(
      `"${value}" is not a unit price`,
      'Write rupees of zero or more with at most six decimals, such as 186.50.'
    )
  }
}

/** The text is not a rate in percent: zero or more, at most six decimals. */
export class InvalidRateError extends MoneyError {
  code = 'E_RATE_INVALID'

  constructor(value: string) {
    super(`"${value}" is not a rate in percent`, 'Write the percentage alone, such as 18 or 0.25.')
  }
}

/** An amount cannot be shared out: no weight is above zero, or one is negative or not whole. */
export class AllocationError extends MoneyError {
  code = 'E_ALLOCATION_IMPOSSIBLE'

  constructor(message: string) {
    super(message, 'Give at least one share a weight above zero.')
  }
}
