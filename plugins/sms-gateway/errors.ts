import { RuleError } from '@karkhana/kernel'

/** There is nothing that could be asked without sending a message. */
export class NoBalanceAddressError extends RuleError {
  constructor() {
    super('E_SMS_GATEWAY_NO_TEST', 'Without the address for the balance nothing can be tested.', {
      field: 'balance_url',
      next: 'Fill in the address for the balance in the settings of SMS gateway.',
    })
  }
}

/** The provider did not tell the balance. `passing` says whether asking again can help. */
export class BalanceError extends RuleError {
  constructor(
    reason: string,
    readonly passing: boolean
  ) {
    super('E_SMS_GATEWAY_BALANCE', `The balance is not known: ${reason}`, {
      next: 'Check the address for the balance and the API key.',
    })
  }
}

/** A delivery report that names no message. */
export class ReportError extends RuleError {
  constructor() {
    super('E_SMS_GATEWAY_REPORT', 'This is no delivery report.', {
      next: 'Send JSON with id and status, or call the address with both in it.',
    })
  }
}

/** A statement is made of this month or one before it. */
export class StatementMonthError extends RuleError {
  constructor() {
    super('E_SMS_GATEWAY_MONTH', 'There is no statement of this month.', {
      field: 'month',
      next: 'Choose this month or one of the last eleven.',
    })
  }
}
