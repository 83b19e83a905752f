import { createHash, randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'
import type { Unit } from '../../tenancy/unit.ts'
import { confirmJoinMail, haveAccountMail } from '../mails/join_mails.ts'
import { sendAccountMail } from '../mails/send_account_mail.ts'
import User from '../models/user.ts'
import { acceptInvitation, type Guest, type Joined } from './accept_invitation.ts'
import { AccountExistsError, ConfirmationOverError } from './invitations_errors.ts'
import type { HeldInvitation, InvitationView } from './invitations_open.ts'
import type { Origin } from './origin.ts'
import { hashPassword } from './passwords.ts'

/** Hours a guest has to follow the link in the mail. */
const LIFETIME = 24

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
  password: string | null
}

interface LinkRow {
  id: string
  user_id: string | null
  email: string
  payload: Payload
}

/**
 * Mails a stranger the link that completes joining: nothing is made before the address is proven. Somebody who has an
 * account is told so by mail; the page says the same to both, in the same time.
 */
export async function askToJoin(
  held: HeldInvitation,
  view: InvitationView,
  guest: NewGuest,
  origin: Origin
): Promise<void> {
  const password = await hashPassword(guest.password)
  const known = await User.findBy('email', guest.email)
  if (known) {
    await sendAccountMail(null, {
      to: guest.email,
      subject: `Join ${view.organisation}`,
      content: haveAccountMail(view, known.name),
      uniqueKey: `join_known/${uuidv7()}`,
    })
    return
  }
  await mailLink({ held, name: guest.name, password }, guest.email, null, view, origin)
}

/** Mails somebody who is signed in, and has not proven their address yet, the link that does both. */
export async function askToProve(
  held: HeldInvitation,
  view: InvitationView,
  user: User,
  origin: Origin
): Promise<void> {
  await mailLink({ held, name: user.name, password: null }, user.email, user.id, view, origin)
}

/** Whether the link in the mail still counts, and where it leads; following it changes nothing yet. */
export async function confirmation(token: string): Promise<HeldInvitation | null> {
  return (await linkOf(token))?.payload.held ?? null
}

/**
 * Completes what the mail asked for: proves the address, makes the account, joins. The link counts once.
 * @throws ConfirmationOverError, AccountExistsError, and what `acceptInvitation` throws
 */
export async function confirmJoining(
  token: string,
  origin: Origin
): Promise<Joined & { user: User }> {
  const link = await linkOf(token)
  if (!link) throw new ConfirmationOverError()
  const { held, name, password } = link.payload
  const guest = { id: link.user_id ?? uuidv7(), name, email: link.email }
  const joined = await acceptInvitation(held, guest, origin, async (unit) => {
    await useUp(unit, link.id)
    if (password) await makeAccount(unit, guest, password)
    else await proveAddress(unit, guest)
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
  email: string,
  userId: string | null,
  view: InvitationView,
  origin: Origin
) {
  const token = randomBytes(32).toString('base64url')
  const id = uuidv7()
  const expiresAt = DateTime.utc().plus({ hours: LIFETIME }).toJSDate()
  await db.transaction(async (trx) => {
    await trx.table('user_links').insert({
      id,
      kind: 'join',
      user_id: userId,
      email,
      hash: hashOf(token),
      payload: JSON.stringify(payload),
      ip: origin.ip,
      expires_at: expiresAt,
    })
    await sendAccountMail(trx, {
      to: email,
      subject: `Confirm your address to join ${view.organisation}`,
      content: confirmJoinMail(view, payload.name, token),
      uniqueKey: `join/${id}`,
      validUntil: expiresAt,
    })
  })
}

async function linkOf(token: string): Promise<LinkRow | null> {
  return db
    .from('user_links')
    .where({ hash: hashOf(token), kind: 'join' })
    .whereNull('used_at')
    .where('expires_at', '>', new Date())
    .select('id', 'user_id', 'email', 'payload')
    .first() as Promise<LinkRow | null>
}

/** Of two clicks on one link the second finds it used. */
async function useUp(unit: Unit, id: string) {
  const used = await unit.rows(
    'update user_links set used_at = now() where id = ? and used_at is null returning id',
    [id]
  )
  if (used.length === 0) throw new ConfirmationOverError()
}

/** The hash is stored as it is: the model would hash it once more. */
async function makeAccount(unit: Unit, guest: Guest, password: string) {
  const now = new Date()
  const made = await unit.rows(
    `insert into users (id, name, email, password, email_verified_at, password_changed_at, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (lower(email)) do nothing returning id`,
    [guest.id, guest.name, guest.email, password, now, now, now, now]
  )
  if (made.length === 0) throw new AccountExistsError()
}

/** An account whose address was changed meanwhile proves nothing. */
async function proveAddress(unit: Unit, guest: Guest) {
  const proven = await unit.rows(
    `update users set email_verified_at = coalesce(email_verified_at, now())
      where id = ? and lower(email) = ? returning id`,
    [guest.id, guest.email]
  )
  if (proven.length === 0) throw new ConfirmationOverError()
}

function hashOf(token: string) {
  return createHash('sha256').update(token).digest('hex')
}
