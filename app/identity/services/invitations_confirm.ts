import db from '@adonisjs/lucid/services/db'
import { v7 as uuidv7 } from 'uuid'
import { RuleError } from '../../errors.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { confirmJoinMail, haveAccountMail } from '../mails/join_mails.ts'
import { sendAccountMail } from '../mails/send_account_mail.ts'
import User from '../models/user.ts'
import { acceptInvitation, type Guest, type Joined } from './accept_invitation.ts'
import { AccountExistsError } from './invitations_errors.ts'
import { viewInvitation, type HeldInvitation, type InvitationView } from './invitations_open.ts'
import { findLink, LinkOverError, newToken, storeLink, useLink, type LinkState } from './links.ts'
import type { Origin } from './origin.ts'
import { hashMatches, hashPassword, passwordMatches } from './passwords.ts'
import { noteSecurityEvent } from './security_events.ts'
import { throttle } from './throttle.ts'

/** Milliseconds a guest has to follow the link in the mail. */
const LIFETIME = 24 * 60 * 60 * 1000
const NEXT = 'Open your invitation again and ask for a new mail.'

/** Tries at the password behind one link. */
const CONFIRM_RULE = { name: 'confirm_join', free: 5 }

/** Somebody without account who wants to join. */
export interface NewGuest {
  name: string
  /** In lower case. */
  email: string
  password: string
}

interface Payload {
  held: HeldInvitation
  name: string
  /** Hash of the chosen password; `null` for somebody who has an account and only proves the address. */
  passwordHash: string | null
}

/**
 * Mails a stranger the link that completes joining: nothing is made before the address is proven. Somebody who has an
 * account is told so by mail; here the same is done for both, so that nobody learns who has one.
 * @returns the id of the link, by which the browser that asked is told from others
 */
export async function askToJoin(
  held: HeldInvitation,
  view: InvitationView,
  guest: NewGuest,
  origin: Origin
): Promise<string> {
  const payload: Payload = {
    held,
    name: guest.name,
    passwordHash: await hashPassword(guest.password),
  }
  const known = await User.findBy('email', guest.email)
  return mailLink(payload, { email: guest.email, userId: null, known }, view, origin)
}

/** Mails somebody who is signed in, and has not proven their address yet, the link that does both. */
export async function askToProve(
  held: HeldInvitation,
  view: InvitationView,
  user: User,
  origin: Origin
): Promise<string> {
  const payload: Payload = { held, name: user.name, passwordHash: null }
  return mailLink(payload, { email: user.email, userId: user.id, known: null }, view, origin)
}

/** State of the link in a mail and where it leads. Opening it changes nothing: mail programs do that too. */
export async function viewConfirmation(
  token: string
): Promise<{ state: LinkState; id: string | null; view: InvitationView | null }> {
  const { state, link } = await findLink<Payload>('join', token)
  if (!link || state !== 'open') return { state, id: null, view: null }
  return { state, id: link.id, view: await viewInvitation(link.payload.held) }
}

/**
 * Completes what the mail asked for: proves the address, makes the account, joins. The link counts once. In another
 * browser than the one that asked, the password is asked as well: somebody could have typed the address of a stranger
 * and wait for them to press the button.
 * @throws LinkOverError, AccountExistsError, RuleError naming `password`, TooManyTriesError, and what
 * `acceptInvitation` throws
 */
export async function confirmJoining(
  token: string,
  proof: { askedAs: string | undefined; password: string | undefined },
  origin: Origin
): Promise<Joined & { user: User }> {
  const { state, link } = await findLink<Payload>('join', token)
  if (!link || state !== 'open') throw new LinkOverError(state === 'open' ? 'unknown' : state, NEXT)
  const { held, name, passwordHash } = link.payload
  const account = link.user_id ? await User.findOrFail(link.user_id) : null
  if (proof.askedAs !== link.id) {
    await ensureChosen(link.id, account, passwordHash, proof.password ?? '')
  }
  const guest = { id: account?.id ?? uuidv7(), name, email: link.email }
  const joined = await acceptInvitation(held, guest, origin, async (unit) => {
    await useLink(unit.trx, 'join', token, NEXT)
    if (account) await proveAddress(unit, guest)
    else await makeAccount(unit, guest, passwordHash!)
    await noteSecurityEvent({ kind: 'email.verified', userId: guest.id }, origin, unit.trx)
  })
  return { ...joined, user: await User.findOrFail(guest.id) }
}

/**
 * Joins by a mailed invitation: its secret came by mail to this very address, so the account is made at once.
 * @throws AccountExistsError, and what `acceptInvitation` throws
 */
export async function joinByMail(
  held: HeldInvitation,
  guest: NewGuest,
  origin: Origin
): Promise<Joined & { user: User }> {
  const password = await hashPassword(guest.password)
  const made = { id: uuidv7(), name: guest.name, email: guest.email }
  const joined = await acceptInvitation(held, made, origin, (unit) =>
    makeAccount(unit, made, password)
  )
  return { ...joined, user: await User.findOrFail(made.id) }
}

async function mailLink(
  payload: Payload,
  to: { email: string; userId: string | null; known: User | null },
  view: InvitationView,
  origin: Origin
): Promise<string> {
  const { token, hash } = newToken()
  const id = uuidv7()
  await db.transaction(async (client) => {
    const validUntil = await storeLink(client, {
      id,
      kind: 'join',
      userId: to.userId,
      email: to.email,
      hash,
      payload,
      ip: origin.ip,
      lifetime: LIFETIME,
    })
    await sendAccountMail(client, {
      to: to.email,
      subject: `Join ${view.organisation}`,
      content: to.known
        ? haveAccountMail(view, to.known.name)
        : confirmJoinMail(view, payload.name, token),
      uniqueKey: `join/${id}`,
      validUntil: validUntil!,
    })
  })
  return id
}

async function ensureChosen(
  id: string,
  account: User | null,
  passwordHash: string | null,
  password: string
) {
  const tries = await throttle(CONFIRM_RULE, id)
  const right = passwordHash
    ? await hashMatches(passwordHash, password)
    : await passwordMatches(account, password)
  if (!right) {
    throw new RuleError('E_PASSWORD_WRONG', 'This is not the password you chose.', {
      field: 'password',
      next: 'Type the one from the form, or open your invitation again.',
    })
  }
  await tries.forgive()
}

/** Past the model, which would take the hash for a password and hash it again. */
async function makeAccount(unit: Unit, guest: Guest, passwordHash: string) {
  const now = new Date()
  const made = await unit.rows(
    `insert into users
       (id, name, email, password, email_verified_at, password_changed_at, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (lower(email)) do nothing returning id`,
    [guest.id, guest.name, guest.email, passwordHash, now, now, now, now]
  )
  if (made.length === 0) throw new AccountExistsError()
}

/** An account whose address was changed meanwhile proves nothing. */
async function proveAddress(unit: Unit, guest: Guest) {
  const proven = await unit.rows(
    `update users set email_verified_at = coalesce(email_verified_at, now())
      where id = ? and lower(email) = ? returning id`,
    [guest.id, guest.email.toLowerCase()]
  )
  if (proven.length === 0) throw new LinkOverError('expired', NEXT)
}
