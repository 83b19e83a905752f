import type { HttpContext } from '@adonisjs/core/http'
import { addressOf, throttleAll, type ThrottleRule } from './throttle.ts'

const MINUTE = 60 * 1000

/** Mails that one address may be sent at a stranger's wish. */
const BY_EMAIL: ThrottleRule = { name: 'ask_mail', free: 5, rest: 6 * 60 * MINUTE }
/** Mails that one client may ask for. */
const BY_ADDRESS: ThrottleRule = { name: 'ask_mail_address', free: 60, rest: 6 * 60 * MINUTE }

/**
 * Slows down asking for mails: sign-up, a new password, and either once more. The answer is the same for known and
 * unknown addresses.
 * @throws TooManyTriesError
 */
export async function slowAsking(ctx: HttpContext, email: string): Promise<void> {
  await throttleAll([
    [BY_EMAIL, email.trim().toLowerCase()],
    [BY_ADDRESS, addressOf(ctx)],
  ])
}
