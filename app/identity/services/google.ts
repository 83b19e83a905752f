import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { v7 as uuidv7 } from 'uuid'
import { sendSecurityNotice } from '../mails/security_notice.ts'
import User from '../models/user.ts'
import {
  GoogleInUseError,
  GoogleNeedsPasswordError,
  GoogleOtherAccountError,
} from './google_errors.ts'
import type { Origin } from './origin.ts'
import { noteSecurityEvent } from './security_events.ts'

const PROVIDER = 'google'
/** Of the browser session: what Google said of a person who has no linked account yet. */
const KEY = 'google_identity'
/** How long that counts, in milliseconds. */
const LIFETIME = 30 * 60 * 1000

/** A person as Google vouches for them. The address is verified, always. */
export interface GoogleIdentity {
  /** Id of the Google account; addresses change, this does not. */
  subject: string
  /** In lower case. */
  email: string
  name: string
}

/** Whether this deployment has the keys for sign-in with Google. */
export function googleEnabled(): boolean {
  return Boolean(process.env.GOOGLE_CLIENT_ID && process.env.GOOGLE_CLIENT_SECRET)
}

/** The account linked with the Google account; `null` when there is none. */
export async function userOfGoogle(identity: GoogleIdentity): Promise<User | null> {
  const row = (await db
    .from('user_identities')
    .where({ provider: PROVIDER, subject: identity.subject })
    .first()) as { user_id: string } | null
  return row ? User.find(row.user_id) : null
}

/** The Google account linked with a person: its address; `null` when there is none. */
export async function googleOf(userId: string): Promise<{ email: string; since: string } | null> {
  const row = (await db
    .from('user_identities')
    .where({ user_id: userId, provider: PROVIDER })
    .first()) as { email: string; created_at: Date } | null
  return row && { email: row.email, since: row.created_at.toISOString() }
}

/** Keeps what Google said in the browser session until the person has an account or has signed in to theirs. */
export function holdGoogleIdentity({ session }: HttpContext, identity: GoogleIdentity) {
  session.put(KEY, { ...identity, at: Date.now() })
}

/**
 * What Google said in this browser session within the last half hour. Whoever signs up with `email` needs no mail to
 * prove it; `signIn` links the two accounts.
 */
export function heldGoogleIdentity({ session }: HttpContext): GoogleIdentity | null {
  const held = session.get(KEY) as (GoogleIdentity & { at: number }) | undefined
  if (!held) return null
  if (Date.now() - held.at > LIFETIME) {
    session.forget(KEY)
    return null
  }
  const { subject, email, name } = held
  return { subject, email, name }
}

/** Forgets what Google said. */
export function dropGoogleIdentity({ session }: HttpContext) {
  session.forget(KEY)
}

/**
 * Links what Google said before with the account that was just signed in to by other means, if its verified address
 * is the same: now the person has proven both.
 */
export async function linkHeldIdentity(ctx: HttpContext, user: User, origin: Origin) {
  const identity = heldGoogleIdentity(ctx)
  dropGoogleIdentity(ctx)
  if (!identity || identity.email !== user.email || !user.emailVerifiedAt) return
  if ((await googleOf(user.id)) || (await userOfGoogle(identity))) return
  await linkGoogle(user, identity, origin)
}

/**
 * Links a Google account with the account of a person who is signed in.
 * @throws GoogleInUseError, GoogleOtherAccountError
 */
export async function linkGoogle(user: User, identity: GoogleIdentity, origin: Origin) {
  await db.transaction(async (trx) => {
    const linked = (await trx
      .knexQuery()
      .table('user_identities')
      .insert({
        id: uuidv7(),
        user_id: user.id,
        provider: PROVIDER,
        subject: identity.subject,
        email: identity.email,
      })
      .onConflict()
      .ignore()
      .returning('id')) as { id: string }[]
    if (linked.length === 0) {
      const owner = await userOfGoogle(identity)
      if (owner?.id === user.id) return
      throw owner ? new GoogleInUseError() : new GoogleOtherAccountError()
    }
    await noteSecurityEvent(
      { kind: 'identity.linked', userId: user.id, details: { email: identity.email } },
      origin,
      trx
    )
    await sendSecurityNotice(trx, user, origin, {
      subject: 'Google was linked with your account',
      uniqueKey: `google_linked/${linked[0].id}`,
      paragraphs: [
        `You can sign in with the Google account ${identity.email} now.`,
        'If this was not you, unlink it and change your password at once.',
      ],
    })
  })
}

/**
 * Unlinks Google, for a person who proved themselves just now and has a password to sign in with.
 * @throws GoogleNeedsPasswordError
 */
export async function unlinkGoogle(user: User, origin: Origin) {
  if (!user.password) throw new GoogleNeedsPasswordError()
  await db.transaction(async (trx) => {
    const unlinked = (await trx
      .from('user_identities')
      .where({ user_id: user.id, provider: PROVIDER })
      .delete(['id', 'email'])) as { id: string; email: string }[]
    if (unlinked.length === 0) return
    const [{ id, email }] = unlinked
    await noteSecurityEvent(
      { kind: 'identity.unlinked', userId: user.id, details: { email } },
      origin,
      trx
    )
    await sendSecurityNotice(trx, user, origin, {
      subject: 'Google was unlinked from your account',
      uniqueKey: `google_unlinked/${id}`,
      paragraphs: [
        `The Google account ${email} no longer signs in to your account.`,
        'If this was not you, change your password at once.',
      ],
    })
  })
}
