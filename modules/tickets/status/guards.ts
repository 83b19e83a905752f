import type { DateTime } from 'luxon'
import { ReopenTooLateError } from '../errors.ts'
import type { StatusFields } from './transitions.ts'

/** Days after which a closed ticket stays closed; the customer's answer then begins a new one. */
export const REOPEN_DAYS = 7

/** @throws ReopenTooLateError */
export function refuseOldReopen({ status, closedAt }: StatusFields, now: DateTime) {
  if (status !== 'closed' || !closedAt) return
  if (now > closedAt.plus({ days: REOPEN_DAYS })) throw new ReopenTooLateError(REOPEN_DAYS)
}
