import { createHash, randomBytes } from 'node:crypto'

/** 256 bits: too long to guess, so links need no counter of wrong tries. */
const TOKEN_BYTES = 32
const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** A new secret of a link, and what the database keeps of it. */
export function makeToken(): { token: string; hash: string } {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  return { token, hash: hashOf(token) }
}

/** The hash under which a token may be stored; `null` when it can be no token at all. */
export function hashOfToken(token: unknown): string | null {
  return typeof token === 'string' && TOKEN.test(token) ? hashOf(token) : null
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')
