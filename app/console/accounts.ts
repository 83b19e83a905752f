import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuidv7 } from 'uuid'
import { RuleError } from '../errors.ts'
import { absoluteUrl } from '../http/absolute_url.ts'
import { sendAccountMail } from '../identity/mails/send_account_mail.ts'
import { sendSecurityNotice } from '../identity/mails/security_notice.ts'
import { resetMail } from '../identity/mails/sign_in_mails.ts'
import User from '../identity/models/user.ts'
import { newToken, storeLink, voidLinks } from '../identity/services/links.ts'
import { NOWHERE } from '../identity/services/origin.ts'
import { hashPassword } from '../identity/services/passwords.ts'
import { noteSecurityEvent } from '../identity/services/security_events.ts'
import { revokeOtherSessions } from '../identity/services/sessions.ts'
import { ADMINISTRATOR } from './organisations.ts'

/** A link of the command line lives as long as one of the page: an hour, in milliseconds. */
const HOUR = 60 * 60 * 1000

/** A link by which a password is set, once. */
export interface PasswordLink {
  link: string
  /** ISO instant, UTC. */
  validUntil: string
}

/**
 * Makes an account that belongs to no organisation yet: with a password that can be used at once, or with a link by
 * which the person sets one.
 * @throws RuleError naming `email`
 */
export async function createUser(input: {
  name: string
  email: string
  password: string | null
}): Promise<{ user: User; link: PasswordLink | null }> {
  const email = input.email.trim().toLowerCase()
  const password = input.password === null ? null : await hashPassword(input.password)
  return db.transaction(async (trx) => {
    if (await User.query({ client: trx }).where('email', email).first()) {
      throw new RuleError('E_EMAIL_TAKEN', 'There is an account with this e-mail already.', {
        field: 'email',
        next: 'Use another address, or set the password anew: user:reset-password',
      })
    }
    const user = await User.create({ name: input.name, email, password: null }, { client: trx })
    if (password === null) return { user, link: await makeLink(trx, user) }
    // The model would hash the hash. Whoever makes the account vouches for the address.
    const now = new Date()
    await trx
      .from('users')
      .where('id', user.id)
      .update({ password, email_verified_at: now, password_changed_at: now })
    return { user, link: null }
  })
}

/**
 * Signs a person out everywhere and makes a link by which they set the password anew; earlier links do nothing. The
 * present password works until then.
 * @param mailed sends the link to the person instead of telling it
 * @throws RuleError naming `email`
 */
export async function resetPasswordOf(
  email: string,
  { mailed }: { mailed: boolean }
): Promise<{ user: User; link: PasswordLink; sessions: number }> {
  const user = await userOf(email)
  return db.transaction(async (trx) => {
    await voidLinks(trx, 'reset_password', user.id)
    const link = await makeLink(trx, user)
    const sessions = await revokeOtherSessions(user.id, null, trx)
    await noteSecurityEvent(
      { kind: 'password.reset_asked', userId: user.id, details: { by: ADMINISTRATOR } },
      NOWHERE,
      trx
    )
    if (mailed) {
      await sendAccountMail(trx, {
        to: user.email,
        subject: 'Reset your password',
        content: resetMail(user.name, link.link),
        uniqueKey: `reset_password/console/${uuidv7()}`,
        validUntil: new Date(link.validUntil),
      })
    }
    return { user, link, sessions }
  })
}

/**
 * Switches two-factor sign-in off for somebody who has lost their app and their recovery codes, and tells them by
 * mail. An organisation that asks for it has them set it up again with their next sign-in.
 * @throws RuleError naming `email`, E_TWO_FACTOR_OFF
 */
export async function disableTwoFactorOf(email: string): Promise<User> {
  const user = await userOf(email)
  await db.transaction(async (trx) => {
    const off = {
      two_factor_secret: null,
      two_factor_confirmed_at: null,
      two_factor_last_step: null,
    }
    const switched = (await trx
      .from('users')
      .where('id', user.id)
      .whereNotNull('two_factor_confirmed_at')
      .update(off, ['id'])) as unknown[]
    if (switched.length === 0) {
      throw new RuleError('E_TWO_FACTOR_OFF', 'Two-factor sign-in is off for this account.', {
        next: 'There is nothing to do.',
      })
    }
    await trx.from('user_recovery_codes').where('user_id', user.id).delete()
    await noteSecurityEvent(
      { kind: 'two_factor.off', userId: user.id, details: { by: ADMINISTRATOR } },
      NOWHERE,
      trx
    )
    await sendSecurityNotice(trx, user, NOWHERE, {
      subject: 'Two-factor sign-in is off',
      uniqueKey: `two_factor_off/console/${uuidv7()}`,
      paragraphs: [
        'The administrator of Karkhana has switched it off for you. Signing in asks for your password alone until you set it up again.',
        'If you did not ask for this, write to the administrator at once and change your password.',
      ],
    })
  })
  return user
}

async function makeLink(trx: TransactionClientContract, user: User): Promise<PasswordLink> {
  const { token, hash } = newToken()
  const expiresAt = await storeLink(trx, {
    kind: 'reset_password',
    userId: user.id,
    email: user.email,
    hash,
    ip: null,
    lifetime: HOUR,
  })
  return {
    link: absoluteUrl(`/password/reset/${token}`),
    validUntil: expiresAt!.toISOString(),
  }
}

async function userOf(email: string): Promise<User> {
  const user = await User.findBy('email', email.trim().toLowerCase())
  if (user) return user
  throw new RuleError('E_ACCOUNT_UNKNOWN', `There is no account with the e-mail ${email}.`, {
    field: 'email',
    next: 'Check the address.',
  })
}
