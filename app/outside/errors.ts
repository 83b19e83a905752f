import { KarkhanaError } from '../errors.ts'

/** Something outside was called while a transaction was open: it would be held for as long as the other side takes. */
export class OutsideInTransactionError extends KarkhanaError {
  constructor(what: string, route: string | null) {
    super('E_OUTSIDE_IN_TRANSACTION', 500, `${what} was called inside a transaction.`, {
      next: route
        ? `Declare \`outside: true\` at ${route}, and call it outside of scope.work.`
        : 'Call it before scope.work or after it, or from a job.',
    })
  }
}

/** A write calls something outside and does not say so: with an `Idempotency-Key` a transaction would be held. */
export class OutsideUndeclaredError extends KarkhanaError {
  constructor(what: string, route: string) {
    super('E_OUTSIDE_UNDECLARED', 500, `${what} was called by ${route}, which does not say so.`, {
      next: 'Declare `outside: true` at the route.',
    })
  }
}
