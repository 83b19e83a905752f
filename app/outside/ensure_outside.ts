import type { KarkhanaError } from '../errors.ts'
import { heldUnit } from '../tenancy/request_unit.ts'
import { currentUnit } from '../tenancy/unit.ts'
import { answeredRoute } from './answered_route.ts'
import { OutsideInTransactionError, OutsideUndeclaredError } from './errors.ts'

let report: ((error: KarkhanaError) => void) | undefined

/** @internal From now on faults are told and let pass, as in production: the call itself is right. */
export function reportOutsideFaults(tell: typeof report) {
  report = tell
}

/**
 * Stands at every door to the outside: services, mail, the file store, the printer, the virus scanner, names of hosts.
 * Fails loudly where a transaction is open, and in a route that does not declare `outside`; in production it is logged
 * instead.
 * @param what was called, as a sentence begins: `The file store`
 * @throws OutsideInTransactionError, OutsideUndeclaredError
 */
export function ensureOutside(what: string): void {
  const error = faultOf(what)
  if (!error) return
  if (!report) throw error
  report(error)
}

function faultOf(what: string): KarkhanaError | null {
  const route = answeredRoute()
  if (currentUnit() || heldUnit()) {
    return new OutsideInTransactionError(what, route && !route.outside ? route.name : null)
  }
  return route && !route.outside ? new OutsideUndeclaredError(what, route.name) : null
}
