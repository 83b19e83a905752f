import { createHash, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { AccessToken } from '@adonisjs/auth/access_tokens'

/** How every token begins, so that scanners of leaked secrets know whose it is. */
const PREFIX = 'krk_'
/** Random characters of the secret (240 bits); its checksum follows them. */
const RANDOM = 40
const LARGEST_ID = 2_147_483_647

/** A new secret: what is kept of it, and the value that is shown once, under the id that the database gives. */
export function mintSecret(): { hash: string; valueFor(id: number): string } {
  const { secret, hash } = AccessToken.seed(RANDOM)
  return {
    hash,
    valueFor: (id) => `${PREFIX}${encode(String(id))}.${encode(secret.release())}`,
  }
}

/** What a token says it is. */
export interface ParsedToken {
  id: number
  /** Whether the secret is the one of this hash; takes the same time wherever they differ. */
  matches(hash: string): boolean
}

/** Reads a token; `null` for what cannot be one (shape, checksum), so that it costs no look into the database. */
export function parseToken(value: string): ParsedToken | null {
  const decoded = AccessToken.decode(PREFIX, value)
  if (!decoded || !/^[1-9][0-9]{0,9}$/.test(decoded.identifier)) return null
  const id = Number(decoded.identifier)
  const secret = decoded.secret.release()
  if (id > LARGEST_ID || !hasChecksum(secret)) return null
  return { id, matches: (hash) => timingSafeEqual(digest(secret), Buffer.from(hash, 'hex')) }
}

function hasChecksum(secret: string) {
  return secret.slice(RANDOM) === String(crc32(secret.slice(0, RANDOM)))
}

function digest(secret: string) {
  return createHash('sha256').update(secret).digest()
}

function encode(text: string) {
  return Buffer.from(text, 'utf8').toString('base64url')
}
