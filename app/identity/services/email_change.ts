import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { v7 as uuidv7 } from 'uuid'
import { RuleError } from '../../errors.ts'
import { absoluteUrl } from '../../http/absolute_url.ts'
import type { MailContent } from '../../mail/compose.ts'
import { sendAccountMail } from '../mails/send_account_mail.ts'
import { sendSecurityNotice } from '../mails/security_notice.ts'
import User from '../models/user.ts'
import { ConfirmSignedInError, EmailTakenError, WrongPasswordError } from './account_errors.ts'
import { proveAgain, type GivenProof } from './identity_proof.ts'
import { findLink, newToken, storeLink, useLink, voidLinks } from './links.ts'
import { passwordMatches } from './passwords.ts'
import type { Origin } from './origin.ts'
import { noteSecurityEvent } from './security_events.ts'
import { throttle, type ThrottleRule } from './throttle.ts'

const KIND = 'change_email'
const LIFETIME = 24 * 60 * 60 * 1000
/** Mails to addresses that somebody typed are not for free. */
const RULE: ThrottleRule = { name: 'change_email', free: 5 }
/** Tries at the password of the account that moves. */
const CONFIRM_RULE: ThrottleRule = { name: 'confirm_email', free: 5 }

/**
 * Mails a link to the new address; the change is made when it is followed. The page says the same for an address that
 * has an account: its owner is told by mail.
 * @throws RuleError naming `email`, WrongPasswordError, WrongCodeError, TooManyTriesError
 */
export async function askToChangeEmail(
  account: HttpContext['account'],
  { email: typed, ...given }: GivenProof & { email: string },
  origin: Origin
): Promise<void> {
  const { user } = account
  const email = typed.trim().toLowerCase()
  if (email === user.email) {
    throw new RuleError('E_EMAIL_SAME', 'This is your address already.', { field: 'email' })
  }
  await proveAgain(account, given)
  await throttle(RULE, user.id)
  const owner = await User.findBy('email', email)
  const { token, hash } = newToken()
  await db.transaction(async (trx) => {
    const id = uuidv7()
    await voidLinks(trx, KIND, user.id)
    const expiresAt = await storeLink(trx, {
      id,
      kind: KIND,
      userId: user.id,
      email,
      hash,
      ip: origin.ip,
      lifetime: LIFETIME,
    })
    await noteSecurityEvent(
      { kind: 'email.change_asked', userId: user.id, details: { email } },
      origin,
      trx
    )
    // The link that an owner is not sent is stored all the same: the page must not tell the two apart.
    await sendAccountMail(trx, {
      to: email,
      subject: owner ? 'You have an account already' : 'Confirm your new e-mail address',
      uniqueKey: `change_email/${id}`,
      validUntil: expiresAt ?? undefined,
      content: owner ? haveAccountMail(owner) : confirmMail(user, token),
    })
    await sendSecurityNotice(trx, user, origin, {
      subject: 'Somebody wants to change your e-mail address',
      uniqueKey: `change_email_notice/${id}`,
      paragraphs: [
        `Your account is to move to ${email}. That happens when the link in a mail to that address is followed.`,
        'If this was not you, change your password at once; that withdraws it.',
      ],
      button: { label: 'See your profile', path: '/account' },
    })
  })
}

/** The address that a change waits for; `null` when none does. */
export async function awaitedEmail(userId: string): Promise<string | null> {
  const row = (await db
    .from('user_links')
    .where({ user_id: userId, kind: KIND })
    .whereNull('used_at')
    .whereRaw('expires_at > now()')
    .orderBy('created_at', 'desc')
    .first()) as { email: string } | null
  return row?.email ?? null
}

/** Withdraws a change that waits for its link. */
export async function withdrawEmailChange(userId: string): Promise<void> {
  await db.transaction((trx) => voidLinks(trx, KIND, userId))
}

/** What the link confirms and for whom; `null` when it is over. Looking changes nothing. */
export async function viewEmailChange(
  token: string
): Promise<{ email: string; userId: string } | null> {
  const { state, link } = await findLink(KIND, token)
  return state === 'open' ? { email: link!.email, userId: link!.user_id! } : null
}

/**
 * Makes the change that the link confirms. Links that were sent to the old address are void afterwards. Whoever is not
 * signed in to the account gives its password: somebody could have typed the address of a stranger and wait for them
 * to press the button.
 * @throws LinkOverError, EmailTakenError, WrongPasswordError, ConfirmSignedInError, TooManyTriesError
 */
export async function confirmEmailChange(
  token: string,
  proof: { signedInAs: string | null; password: string },
  origin: Origin
): Promise<string> {
  const change = await viewEmailChange(token)
  if (change && change.userId !== proof.signedInAs) await ensureOwn(change.userId, proof.password)
  return db.transaction(async (trx) => {
    const link = await useLink(trx, KIND, token, 'Ask for a new one from your profile.')
    const user = await User.findOrFail(link.user_id, { client: trx })
    const before = { name: user.name, email: user.email }
    const taken: unknown = await trx
      .from('users')
      .whereRaw('lower(email) = ?', [link.email])
      .whereNot('id', user.id)
      .first()
    if (taken) throw new EmailTakenError()
    await trx
      .from('users')
      .where('id', user.id)
      .update({ email: link.email, email_verified_at: new Date(), updated_at: new Date() })
    await trx
      .from('user_links')
      .where('user_id', user.id)
      .whereNull('used_at')
      .update({ used_at: new Date() })
    await noteSecurityEvent(
      { kind: 'email.changed', userId: user.id, details: { from: before.email, to: link.email } },
      origin,
      trx
    )
    await sendSecurityNotice(trx, before, origin, {
      subject: 'Your e-mail address was changed',
      uniqueKey: `email_changed/${link.id}`,
      paragraphs: [
        `From now on you sign in with ${link.email}. This address no longer works.`,
        'If this was not you, write to your administrator at once.',
      ],
    })
    return link.email
  })
}

async function ensureOwn(userId: string, password: string) {
  const user = await User.findOrFail(userId)
  if (!user.password) throw new ConfirmSignedInError()
  const tries = await throttle(CONFIRM_RULE, userId)
  if (!(await passwordMatches(user, password))) throw new WrongPasswordError()
  await tries.forgive()
}

function confirmMail(user: User, token: string): MailContent {
  return {
    organisation: 'Karkhana',
    heading: 'Confirm your new e-mail address',
    paragraphs: [
      `Hello ${user.name},`,
      `you want to sign in with this address instead of ${user.email}. Confirm that it is yours.`,
    ],
    button: { label: 'Confirm address', href: absoluteUrl(`/email/${token}`) },
    footer: ['The link works once and for 24 hours.', 'You did not ask for this? Then do nothing.'],
  }
}

function haveAccountMail(owner: User): MailContent {
  return {
    organisation: 'Karkhana',
    heading: 'You have an account already',
    paragraphs: [
      `Hello ${owner.name},`,
      'somebody, probably you, wants to use this address for another account. An address belongs to one account; yours keeps it.',
    ],
    footer: ['It was not you? Then do nothing: nothing was changed.'],
  }
}
