import type { HttpContext } from '@adonisjs/core/http'
import { v7 as uuidv7 } from 'uuid'
import { PENDING_SIGN_IN_KEY } from '../../http/session_keys.ts'
import User from '../models/user.ts'
import type { Proof } from './sign_in.ts'

/** A sign-in whose first factor was right and whose second is still asked for. */
export interface PendingSignIn {
  /** Names this try, so that wrong codes are counted for it. */
  id: string
  userId: string
  proof: Proof
  /** Path to go to afterwards. */
  intended: string
  /** Milliseconds since 1970. */
  begunAt: number
}

/** How long a second factor may be awaited, in milliseconds. */
export const PENDING_LIFETIME = 10 * 60 * 1000

/** Puts a pending sign-in into the browser session, whose id changes with it. */
export function beginPending(
  { session }: HttpContext,
  pending: Pick<PendingSignIn, 'userId' | 'proof' | 'intended'>
) {
  session.put(PENDING_SIGN_IN_KEY, { ...pending, id: uuidv7(), begunAt: Date.now() })
  session.regenerate()
}

/** The pending sign-in of the browser session with its person; `null` when there is none, or it is too old. */
export async function pendingSignIn(ctx: HttpContext) {
  const pending = ctx.session.get(PENDING_SIGN_IN_KEY) as PendingSignIn | undefined
  if (!pending) return null
  const user = await User.find(pending.userId)
  // A password that was changed meanwhile was not the first factor.
  const changedAt = user?.passwordChangedAt?.toMillis() ?? 0
  const fresh = Date.now() - pending.begunAt < PENDING_LIFETIME && pending.begunAt > changedAt
  if (fresh && user?.twoFactorConfirmedAt && !user.disabledAt) return { pending, user }
  dropPending(ctx)
  return null
}

/** Voids the pending sign-in of the browser session. */
export function dropPending({ session }: HttpContext) {
  session.forget(PENDING_SIGN_IN_KEY)
}
