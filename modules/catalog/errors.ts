import { RuleError } from '@karkhana/kernel'

/** Another item has this code. */
export class ItemCodeTakenError extends RuleError {
  constructor(code: string) {
    super('E_ITEM_CODE_TAKEN', `Another item has the code ${code}.`, {
      field: 'code',
      next: 'Choose another one; documents and searches tell items apart by it.',
    })
  }
}

/** The digits are no HSN or SAC, or one of the other kind. */
export class ItemHsnError extends RuleError {
  constructor(message: string, next: string) {
    super('E_ITEM_HSN', message, { field: 'hsn', next })
  }
}

/** The unit is not one of the portal's unit quantity codes. */
export class ItemUnitError extends RuleError {
  constructor(unit: string) {
    super('E_ITEM_UNIT', `"${unit}" is not a unit of the GST portal.`, {
      field: 'unit',
      next: 'Choose a unit from the list; work is counted in OTH.',
    })
  }
}

/** The electrical use does not go with the kind of item. */
export class ItemEvUseError extends RuleError {
  constructor() {
    super('E_ITEM_EV_USE', 'Charging is a service; vehicles and chargers are goods.', {
      field: 'evUse',
      next: 'Choose the use that goes with the kind of item.',
    })
  }
}

/** An untaxed item has no rate of its own. */
export class ItemUntaxedError extends RuleError {
  constructor() {
    super('E_ITEM_UNTAXED', 'No GST is charged on this item, so it has no rate.', {
      field: 'rate',
      next: 'Change the treatment of the item to taxable first.',
    })
  }
}

/** There was no GST on this day, or there is no such day. */
export class RateDateError extends RuleError {
  constructor() {
    super('E_RATE_DATE', 'There is no GST rate for this day.', {
      field: 'from',
      next: 'Enter a day from 1 July 2017, when GST began, to the end of 2099.',
    })
  }
}

/** The portal does not accept this rate on this day. */
export class RateNotAllowedError extends RuleError {
  constructor(rate: string, allowed: string[]) {
    super('E_RATE_NOT_ALLOWED', `${rate} % is not a GST rate on this day.`, {
      field: 'rate',
      next: `Choose one of ${allowed.join(', ')}.`,
    })
  }
}

/** Nothing tells the rate; one is never assumed. */
export class RateUnknownError extends RuleError {
  constructor(message: string, field: string) {
    super('E_RATE_UNKNOWN', message, { field })
  }
}

/** Who does not see the cost of items does not enter it either. */
export class CostHiddenError extends RuleError {
  constructor() {
    super('E_COST_HIDDEN', 'Your role does not see what items cost.', {
      field: 'unitCost',
      next: 'Leave the cost out; what is stored stays.',
    })
  }
}
