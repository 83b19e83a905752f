import encryption from '@adonisjs/core/services/encryption'
import db from '@adonisjs/lucid/services/db'
import { dispatchForDeployment } from '../../jobs/dispatch.ts'
import mailResetLink, { RESET_SEAL } from '../jobs/mail_reset_link.ts'
import { sendSecurityNotice } from '../mails/security_notice.ts'
import User from '../models/user.ts'
import { findLink, LinkOverError, useLink, voidLinks } from './links.ts'
import type { Origin } from './origin.ts'
import { ensureGoodPassword, hashPassword } from './passwords.ts'
import { noteSecurityEvent } from './security_events.ts'
import { revokeOtherSessions } from './sessions.ts'

const NEXT = 'Ask for a new one.'

/**
 * Has a link mailed by which the password is set anew. Whether the address is known is found out by a job, so that
 * the request does the same, and takes as long, for every address.
 */
export async function askForReset(email: string, origin: Origin): Promise<void> {
  const asked = { email: email.trim().toLowerCase(), origin }
  await dispatchForDeployment(null, mailResetLink, {
    sealed: encryption.encrypt(asked, undefined, RESET_SEAL),
  })
}

/** State of a reset link, and whose password it sets. */
export async function viewReset(token: string) {
  const { state, link } = await findLink('reset_password', token)
  return { state, email: state === 'open' ? link!.email : null }
}

/**
 * Sets the password by a link. Every session of the person ends, the address counts as proven, and they are told by
 * mail.
 * @throws LinkOverError, RuleError naming `password`
 */
export async function resetPassword(
  token: string,
  password: string,
  origin: Origin
): Promise<User> {
  const { state, link } = await findLink('reset_password', token)
  if (!link || state !== 'open') throw new LinkOverError(state === 'open' ? 'unknown' : state, NEXT)
  const user = await User.findOrFail(link.user_id)
  if (user.disabledAt) throw new LinkOverError('expired', NEXT)
  await ensureGoodPassword('password', password, [user.name, user.email])
  const hashed = await hashPassword(password)
  await db.transaction(async (client) => {
    await useLink(client, 'reset_password', token, NEXT)
    await voidLinks(client, 'reset_password', user.id)
    const now = new Date()
    await client
      .from('users')
      .where('id', user.id)
      .update({
        password: hashed,
        password_changed_at: now,
        email_verified_at: client.raw('coalesce(email_verified_at, ?)', [now]),
        updated_at: now,
      })
    await revokeOtherSessions(user.id, null, client)
    await noteSecurityEvent({ kind: 'password.reset', userId: user.id }, origin, client)
    await sendSecurityNotice(client, user, origin, {
      subject: 'Your password was changed',
      paragraphs: [
        'The password of your account was set anew by a link in your mail. Everybody who was signed in was signed out.',
        'If this was not you, somebody reads your mail: change the password of your mailbox first, then reset this one.',
      ],
      uniqueKey: `password_reset/${link.id}`,
      button: { label: 'Reset the password', path: '/password/forgot' },
    })
  })
  return user.refresh()
}
