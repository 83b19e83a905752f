import { createHmac, hkdfSync, randomInt } from 'node:crypto'
import { appKeys } from '../../secrets/app_keys.ts'
import type { InvitationKind } from '../models/invitation.ts'
import { hashToken, newToken } from './links.ts'

/** Letters and digits that nobody mistakes for one another: no 0 and O, no 1, I and L. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const CODE_LENGTH = 8
const CODE = new RegExp(`^[${ALPHABET}]{${CODE_LENGTH}}$`)

/** 256 bits, as links carry them. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** What an invitation is opened with; `value` is shown or sent once and then known to its holder alone. */
export interface InvitationSecret {
  /** A token for a link, or a code such as `ABCD-EFGH`. */
  value: string
  hash: string
  /** The last two characters. */
  hint: string
}

/** A new secret: a long token for links and mails, a short code for people who type. */
export function makeSecret(kind: InvitationKind): InvitationSecret {
  if (kind !== 'code') {
    const { token: value, hash } = newToken()
    return { value, hash, hint: value.slice(-2) }
  }
  const code = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)])
  const plain = code.join('')
  const [hash] = hashesOfCode(plain)
  return { value: `${plain.slice(0, 4)}-${plain.slice(4)}`, hash, hint: plain.slice(-2) }
}

/**
 * The hashes under which a secret may be stored, as somebody typed or followed it: a code in any case, with or without
 * dash and blanks. Empty when it can be no secret at all.
 */
export function hashesOf(secret: string): string[] {
  const typed = secret.trim()
  if (TOKEN.test(typed)) return [hashToken(typed)]
  const code = typed.toUpperCase().replace(/[\s\-–—]/g, '')
  return CODE.test(code) ? hashesOfCode(code) : []
}

/**
 * A code is short enough to try them all against a stolen table, so its hash takes a key that is not in the database.
 * First by the present key, then by those of before.
 */
function hashesOfCode(code: string): string[] {
  return codeKeys().map((key) => createHmac('sha256', key).update(code).digest('hex'))
}

function codeKeys(): Buffer[] {
  return appKeys().map((key) =>
    Buffer.from(hkdfSync('sha256', key, '', 'karkhana/invitation-codes', 32))
  )
}
