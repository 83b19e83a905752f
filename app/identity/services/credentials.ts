import type { HttpContext } from '@adonisjs/core/http'
import { KarkhanaError } from '../../errors.ts'
import { sendSecurityNotice } from '../mails/security_notice.ts'
import User from '../models/user.ts'
import { knownBrowser } from './known_browser.ts'
import { originOf } from './origin.ts'
import { passwordMatches } from './passwords.ts'
import { noteSecurityEvent } from './security_events.ts'
import { addressOf, forgetTries, throttleAll, type ThrottleRule, type Tries } from './throttle.ts'

/** E-mail and password do not belong together; whether the e-mail is known is not said. */
export class InvalidCredentialsError extends KarkhanaError {
  constructor() {
    super('E_INVALID_CREDENTIALS', 401, 'E-mail or password is not right.', {
      field: 'password',
      next: 'Check both and try again, or reset the password.',
    })
  }
}

const MINUTE = 60 * 1000
const instead = 'or reset the password'

/** One account from one client. */
const BY_CLIENT: ThrottleRule = { name: 'sign_in', free: 5, instead }
/** One account from everywhere, but from the browsers its owner has used. */
const BY_ACCOUNT: ThrottleRule = {
  name: 'sign_in_account',
  free: 20,
  window: 60 * MINUTE,
  forgives: 'one',
  instead,
}
/** One client at any accounts. */
const BY_ADDRESS: ThrottleRule = {
  name: 'sign_in_address',
  free: 60,
  window: 15 * MINUTE,
  forgives: 'one',
  instead,
}
/** One account from a browser its owner has used, whatever strangers try meanwhile. */
const BY_BROWSER: ThrottleRule = { name: 'sign_in_browser', free: 5, instead }

/**
 * The person with this e-mail and password. The answer is the same, after the same time, for an unknown e-mail, a wrong
 * password, an address that was never proven and a disabled account.
 * @throws InvalidCredentialsError, TooManyTriesError
 */
export async function checkCredentials(
  ctx: HttpContext,
  given: { email: string; password: string }
): Promise<User> {
  const email = given.email.trim().toLowerCase()
  const user = await User.findBy('email', email)
  const tries = await throttleAll(countersOf(ctx, email, user))
  const right = await passwordMatches(user, given.password)
  if (!user || !right || user.disabledAt || !user.emailVerifiedAt) {
    await noteFailure(ctx, email, user, tries)
    throw new InvalidCredentialsError()
  }
  await tries.forgive()
  return user
}

function countersOf(ctx: HttpContext, email: string, user: User | null): [ThrottleRule, string][] {
  const browser = user && knownBrowser(ctx, user.id)
  if (browser) return [[BY_BROWSER, `${browser}|${email}`]]
  const address = addressOf(ctx)
  return [
    [BY_CLIENT, `${email}|${address}`],
    [BY_ACCOUNT, email],
    [BY_ADDRESS, address],
  ]
}

async function noteFailure(ctx: HttpContext, email: string, user: User | null, tries: Tries) {
  const origin = originOf(ctx)
  const kind = tries.paused.length > 0 ? 'sign_in.blocked' : 'sign_in.failed'
  await noteSecurityEvent({ kind, userId: user?.id, details: { email } }, origin)
  if (!user || user.disabledAt || !tries.paused.includes(BY_ACCOUNT.name)) return
  const day = new Date().toISOString().slice(0, 10)
  await sendSecurityNotice(null, user, origin, {
    subject: 'Somebody tries to sign in to your account',
    paragraphs: [
      'Your password was typed wrong many times, so that we let nobody new try for a while. Browsers you have used before still work.',
      'If your password is good and used nowhere else, there is nothing to do. If not, change it now.',
    ],
    uniqueKey: `sign_in_blocked/${user.id}/${day}`,
    button: { label: 'Reset the password', path: '/password/forgot' },
  })
}

/** Lets the owner in again at once, after they have proven in another way who they are. */
export async function forgetFailures(ctx: HttpContext, email: string): Promise<void> {
  await forgetTries([
    [BY_CLIENT, `${email}|${addressOf(ctx)}`],
    [BY_ACCOUNT, email],
  ])
}
