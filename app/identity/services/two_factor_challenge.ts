import type { HttpContext } from '@adonisjs/core/http'
import { PendingSignInOverError, WrongCodeError, WrongRecoveryCodeError } from './account_errors.ts'
import { originOf } from './origin.ts'
import { dropPending, pendingSignIn, PENDING_LIFETIME } from './pending_sign_in.ts'
import { useRecoveryCode } from './recovery_codes.ts'
import { noteSecurityEvent } from './security_events.ts'
import { signIn } from './sign_in.ts'
import { throttleAll, type ThrottleRule } from './throttle.ts'
import { acceptCode } from './two_factor.ts'

/** What the person gave: a code of the app, or one of their recovery codes. */
export interface GivenFactor {
  code?: string | null
  recoveryCode?: string | null
}

/** Wrong codes of one account, whoever tries, in however many sign-ins. */
const BY_ACCOUNT: ThrottleRule = { name: 'two_factor', free: 5 }
/** Wrong codes of one pending sign-in; the last of them voids it. */
const BY_SIGN_IN: ThrottleRule = {
  name: 'two_factor_sign_in',
  free: 10,
  pause: PENDING_LIFETIME,
  longest: PENDING_LIFETIME,
}

/**
 * Completes the pending sign-in of the browser session by its second factor.
 * @returns the path to lead to
 * @throws PendingSignInOverError, WrongCodeError, WrongRecoveryCodeError, TooManyTriesError
 */
export async function completeSignIn(ctx: HttpContext, given: GivenFactor): Promise<string> {
  const waiting = await pendingSignIn(ctx)
  if (!waiting) throw new PendingSignInOverError()
  const { pending, user } = waiting
  const origin = originOf(ctx)
  const tries = await throttleAll([
    [BY_SIGN_IN, pending.id],
    [BY_ACCOUNT, user.id],
  ])
  const right = given.recoveryCode
    ? await useRecoveryCode(user, given.recoveryCode, origin)
    : await acceptCode(user, given.code ?? '')
  if (!right) {
    await noteSecurityEvent({ kind: 'two_factor.failed', userId: user.id }, origin)
    if (tries.paused.includes(BY_SIGN_IN.name)) {
      dropPending(ctx)
      throw new PendingSignInOverError()
    }
    throw given.recoveryCode ? new WrongRecoveryCodeError() : new WrongCodeError()
  }
  await tries.forgive()
  await signIn(ctx, user, { ...pending.proof, twoFactor: true })
  return pending.intended
}
