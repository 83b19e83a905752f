import { createHash, randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuidv7 } from 'uuid'
import { KarkhanaError } from '../../errors.ts'

/** What a link that was mailed does, once. */
export type LinkKind = 'register' | 'verify_email' | 'change_email' | 'reset_password' | 'join'

/** A mailed link as it is stored. */
export interface Link<Payload = unknown> {
  id: string
  kind: LinkKind
  user_id: string | null
  email: string
  payload: Payload
  expires_at: Date
  used_at: Date | null
}

/** Why a link does nothing any more; `unknown` for one that never was. */
export type LinkState = 'open' | 'used' | 'expired' | 'unknown'

/** The link does nothing any more, or never did. */
export class LinkOverError extends KarkhanaError {
  /** @param next what the reader does instead */
  constructor(state: Exclude<LinkState, 'open'>, next: string) {
    const message = {
      used: 'This link has been used already.',
      expired: 'This link is too old.',
      unknown: 'This link does not work.',
    }[state]
    super('E_LINK_OVER', 410, message, { next })
  }
}

/** A secret of 256 random bits for a link; only its hash is stored. */
export function newToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashToken(token) }
}

/** A token is random, so that one round of SHA-256 is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

interface NewLink {
  /** Given by a caller who may be run twice: with the same id nothing is made again. */
  id?: string
  kind: LinkKind
  userId?: string | null
  email: string
  hash: string
  payload?: object
  ip: string | null
  /** Milliseconds it may be used. */
  lifetime: number
}

/** Stores a link. @returns when it runs out; `null` when there is one with this id */
export async function storeLink(
  client: TransactionClientContract | null,
  link: NewLink
): Promise<Date | null> {
  await forgetOldLinks()
  const expiresAt = new Date(Date.now() + link.lifetime)
  const rows = (await (client ?? db)
    .knexQuery()
    .table('user_links')
    .insert({
      id: link.id ?? uuidv7(),
      kind: link.kind,
      user_id: link.userId ?? null,
      email: link.email,
      hash: link.hash,
      payload: link.payload ? JSON.stringify(link.payload) : null,
      ip: link.ip,
      expires_at: expiresAt,
    })
    .onConflict('id')
    .ignore()
    .returning('id')) as unknown[]
  return rows.length > 0 ? expiresAt : null
}

/** Looks at a link without using it: mail programs open links before people do. */
export async function findLink<Payload>(
  kind: LinkKind,
  token: string
): Promise<{ state: LinkState; link: Link<Payload> | null }> {
  const link = (await db
    .from('user_links')
    .where({ kind, hash: hashToken(token) })
    .first()) as Link<Payload> | null
  return { state: stateOf(link), link }
}

function stateOf(link: Link | null): LinkState {
  if (!link) return 'unknown'
  if (link.used_at) return 'used'
  return link.expires_at <= new Date() ? 'expired' : 'open'
}

/**
 * Uses a link up, in the transaction of what it is for. Of two at once the second waits and finds it used.
 * @throws LinkOverError saying `next`
 */
export async function useLink<Payload>(
  client: TransactionClientContract,
  kind: LinkKind,
  token: string,
  next: string
): Promise<Link<Payload>> {
  const { rows } = await client.rawQuery(
    `update user_links set used_at = now()
      where kind = ? and hash = ? and used_at is null and expires_at > now() returning *`,
    [kind, hashToken(token)]
  )
  const [link] = rows as Link<Payload>[]
  if (link) return link
  const { state } = await findLink(kind, token)
  throw new LinkOverError(state === 'open' ? 'used' : state, next)
}

/** Makes the open links of a kind useless for one person: only the newest of them counts. */
export async function voidLinks(client: TransactionClientContract, kind: LinkKind, userId: string) {
  await client
    .from('user_links')
    .where({ kind, user_id: userId })
    .whereNull('used_at')
    .update({ used_at: new Date() })
}

/** Days after which a link that has run out is forgotten, with what was asked by it. */
const KEPT_FOR_DAYS = 7
const AT_ONCE = 200

async function forgetOldLinks() {
  await db.rawQuery(
    `delete from user_links where id in (
       select id from user_links where expires_at < now() - make_interval(days => ?)
        limit ? for update skip locked)`,
    [KEPT_FOR_DAYS, AT_ONCE]
  )
}
