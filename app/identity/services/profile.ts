import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { sendSecurityNotice } from '../mails/security_notice.ts'
import type User from '../models/user.ts'
import { proveAgain } from './identity_proof.ts'
import { voidLinks } from './links.ts'
import type { Origin } from './origin.ts'
import { ensureGoodPassword, hashPassword } from './passwords.ts'
import { noteSecurityEvent } from './security_events.ts'
import { revokeOtherSessions } from './sessions.ts'

/** What people read: pages, messages and mails, with their dates and numbers. */
export const LOCALES = ['en-IN', 'hi-IN'] as const
export const APPEARANCES = ['system', 'light', 'dark'] as const
export const CONTRASTS = ['system', 'more'] as const
export const DENSITIES = ['comfortable', 'compact'] as const

/** How the pages look to a person; what is absent stays as it is. */
export interface AppearanceInput {
  appearance?: (typeof APPEARANCES)[number]
  contrast?: (typeof CONTRASTS)[number]
  density?: (typeof DENSITIES)[number]
}

/** What people say about themselves. */
export interface ProfileInput {
  name: string
  phone?: string | null
  locale: (typeof LOCALES)[number]
}

/** Saves what the person says about themselves. */
export async function saveProfile(user: User, { name, phone, locale }: ProfileInput) {
  await user.merge({ name, phone: phone ?? null, locale }).save()
}

/** Changes what the person reads. */
export async function saveLanguage(user: User, locale: (typeof LOCALES)[number]) {
  await user.merge({ locale }).save()
}

/** Keeps the look of the pages with the person, so that it is there on the next device. */
export async function saveAppearance(user: User, chosen: AppearanceInput) {
  await user.merge(chosen).save()
}

/**
 * Sets a new password; every other session of the person ends.
 * @param given the present password, or what `proofAsked` asks of people without one
 * @throws WrongPasswordError naming `currentPassword`, RuleError naming `password`
 */
export async function changePassword(
  account: HttpContext['account'],
  given: { currentPassword?: string | null; code?: string | null; password: string },
  origin: Origin
): Promise<void> {
  const { user, sessionId } = account
  await proveAgain(
    account,
    { password: given.currentPassword, code: given.code },
    'currentPassword'
  )
  await ensureGoodPassword('password', given.password, [user.name, user.email])
  const password = await hashPassword(given.password)
  const at = DateTime.utc()
  await db.transaction(async (trx) => {
    await trx
      .from('users')
      .where('id', user.id)
      .update({ password, password_changed_at: at.toJSDate(), updated_at: at.toJSDate() })
    await revokeOtherSessions(user.id, sessionId, trx)
    await voidLinks(trx, 'change_email', user.id)
    await noteSecurityEvent({ kind: 'password.changed', userId: user.id }, origin, trx)
    await sendSecurityNotice(trx, user, origin, {
      subject: 'Your password was changed',
      uniqueKey: `password_changed/${user.id}/${at.toMillis()}`,
      paragraphs: [
        'Your other devices were signed out.',
        'If this was not you, reset your password at once: “Forgot password” on the sign-in page.',
      ],
    })
  })
}
