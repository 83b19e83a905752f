import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import type User from '../models/user.ts'
import { SignInAgainError, WrongCodeError, WrongPasswordError } from './account_errors.ts'
import { passwordMatches } from './passwords.ts'
import { throttle, type ThrottleRule } from './throttle.ts'
import { acceptCode } from './two_factor.ts'

/** What a person is asked for before something that an unattended screen must not do. */
export type ProofKind = 'password' | 'code' | 'fresh'

/** What they gave. */
export interface GivenProof {
  password?: string | null
  /** Of the authenticator app. */
  code?: string | null
}

const RULE: ThrottleRule = { name: 'prove_again', free: 5 }
/** For how long a sign-in, or a proof, counts as fresh. */
const FRESH_MINUTES = 15

/** The password; for people without one a code of their app; else that they signed in just now. */
export function proofAsked(user: User): ProofKind {
  if (user.password) return 'password'
  return user.twoFactorConfirmedAt ? 'code' : 'fresh'
}

/**
 * Asks the person in front of the screen who they are once more.
 * @param field name of the field with the password
 * @throws WrongPasswordError, WrongCodeError, SignInAgainError, TooManyTriesError
 */
export async function proveAgain(
  account: HttpContext['account'],
  given: GivenProof,
  field = 'password'
): Promise<void> {
  const { user, sessionId } = account
  const kind = proofAsked(user)
  if (kind === 'fresh') {
    if (!(await isFresh(account))) throw new SignInAgainError()
    return
  }
  const tries = await throttle(RULE, user.id)
  const right =
    kind === 'password'
      ? await passwordMatches(user, given.password ?? '')
      : await acceptCode(user, given.code ?? '')
  if (!right) throw kind === 'password' ? new WrongPasswordError(field) : new WrongCodeError()
  await tries.forgive()
  await db.from('user_sessions').where('id', sessionId).update({ confirmed_at: new Date() })
}

/** The same, unless the person proved it within the last minutes: for first steps, which lead to a second. */
export async function proveUnlessFresh(account: HttpContext['account'], given: GivenProof) {
  if (!(await isFresh(account))) await proveAgain(account, given)
}

/** Whether the person of this session signed in or proved themselves within 15 minutes. */
export async function isFresh({ sessionId }: HttpContext['account']): Promise<boolean> {
  const row: unknown = await db
    .from('user_sessions')
    .where('id', sessionId)
    .whereRaw('confirmed_at > now() - make_interval(mins => ?)', [FRESH_MINUTES])
    .first()
  return Boolean(row)
}
