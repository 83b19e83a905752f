import { errors as allyErrors } from '@adonisjs/ally'
import type { HttpContext } from '@adonisjs/core/http'
import type { GoogleSignIn } from './google_driver.ts'
import {
  GoogleDeniedError,
  GoogleFailedError,
  GoogleStateError,
  GoogleUnverifiedError,
} from './google_errors.ts'
import type { GoogleIdentity } from './google.ts'

/** Milliseconds that Google has for both answers together. */
const PATIENCE = 6000

/**
 * Asks Google who came back from its sign-in page.
 * @throws GoogleDeniedError, GoogleStateError, GoogleFailedError, GoogleUnverifiedError
 */
export async function askGoogle(ctx: HttpContext): Promise<GoogleIdentity> {
  const google = ctx.ally.use('google')
  if (google.stateMisMatch()) throw new GoogleStateError()
  if (google.accessDenied()) throw new GoogleDeniedError()
  if (google.hasError()) throw new GoogleFailedError(google.getError())
  const person = await answerOf(google)
  const { id, email, name } = person
  if (typeof id !== 'string' || !id || typeof email !== 'string' || !email) {
    throw new GoogleFailedError('the answer names no person')
  }
  if (person.original.email_verified !== true) throw new GoogleUnverifiedError()
  return { subject: id, email: email.toLowerCase(), name: name || email }
}

/** Waits no longer than a person does. What comes later is for nobody. */
async function answerOf(google: GoogleSignIn) {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE} ms`)), PATIENCE)
  try {
    return await Promise.race([google.user(), late])
  } catch (error) {
    if (error instanceof allyErrors.E_OAUTH_STATE_MISMATCH) throw new GoogleStateError()
    throw new GoogleFailedError(error)
  } finally {
    clearTimeout(timer)
  }
}
