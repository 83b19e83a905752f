import type User from '../identity/models/user.ts'
import type { Scope } from '../tenancy/scope.ts'
import { isUrgent, timesOf, type Reason } from './reasons.ts'
import { quietUntil } from './times.ts'

/** When the quiet hours of the reader end that hold back what they are told of a reason; `null` when it may go now. */
export function quietEndOf(scope: Scope, user: User, reason: string): Date | null {
  const now = scope.now().setZone(scope.organisation.timezone)
  const urgent = isUrgent(reason as Reason)
  return quietUntil(now, timesOf(user), { mode: 'soon', urgent })?.toJSDate() ?? null
}
