import { randomBytes, randomInt, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuidv7 } from 'uuid'
import { sendSecurityNotice } from '../mails/security_notice.ts'
import type User from '../models/user.ts'
import { TwoFactorStateError } from './account_errors.ts'
import type { Origin } from './origin.ts'
import { noteSecurityEvent } from './security_events.ts'

const HOW_MANY = 10
/** Letters and digits that nobody mistakes for one another: no 0 and o, no 1, i and l. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz'
const LENGTH = 10
const CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`)

/**
 * A code has about 50 bits, so what is stored is slow to try (OWASP ASVS 5, 6.5.2). All codes of one set share their
 * salt: checking one costs one derivation, whichever it is.
 */
const COST = { N: 16384, r: 8, p: 1 }
const derive = promisify(scrypt) as (
  password: string,
  salt: string,
  length: number,
  options: typeof COST
) => Promise<Buffer>

/** Replaces the recovery codes of a person. @returns the codes, `k7m3p-9q2xw`, which nobody can tell again */
export async function writeRecoveryCodes(
  trx: TransactionClientContract,
  userId: string
): Promise<string[]> {
  const salt = randomBytes(16).toString('base64url')
  const codes = Array.from({ length: HOW_MANY }, makeCode)
  await trx.from('user_recovery_codes').where('user_id', userId).delete()
  const rows = []
  for (const code of codes) {
    rows.push({ id: uuidv7(), user_id: userId, hash: await hashOf(code, salt) })
  }
  await trx.table('user_recovery_codes').multiInsert(rows)
  return codes.map((code) => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`)
}

/** How many of the codes are left. */
export async function recoveryCodesLeft(userId: string): Promise<number> {
  const row = (await db
    .from('user_recovery_codes')
    .where('user_id', userId)
    .whereNull('used_at')
    .count('* as left')
    .first()) as { left: string }
  return Number(row.left)
}

/**
 * Takes a recovery code, once: of two requests with the same code, one wins. In any case, with or without the dash.
 * @returns whether it was one of the person's and not used yet
 */
export async function useRecoveryCode(user: User, typed: string, origin: Origin): Promise<boolean> {
  const code = typed.toLowerCase().replace(/[\s\-–—]/g, '')
  if (!CODE.test(code)) return false
  const any = (await db
    .from('user_recovery_codes')
    .where('user_id', user.id)
    .select('hash')
    .first()) as { hash: string } | null
  if (!any) return false
  const hash = await hashOf(code, any.hash.split('$')[1])
  return db.transaction(async (trx) => {
    const used = (await trx
      .from('user_recovery_codes')
      .where({ user_id: user.id, hash })
      .whereNull('used_at')
      .update({ used_at: new Date() }, ['id'])) as { id: string }[]
    if (used.length === 0) return false
    await noteSecurityEvent({ kind: 'two_factor.recovery_used', userId: user.id }, origin, trx)
    await sendSecurityNotice(trx, user, origin, {
      subject: 'A recovery code was used',
      uniqueKey: `recovery_used/${used[0].id}`,
      paragraphs: [
        'Somebody signed in with one of your recovery codes instead of the code of your app. It cannot be used again.',
        'If this was not you, change your password and renew your recovery codes at once.',
      ],
    })
    return true
  })
}

/**
 * Replaces the codes, for a person who proved themselves just now.
 * @returns the new codes, told this once
 * @throws TwoFactorStateError when two-factor sign-in is off
 */
export async function renewRecoveryCodes(user: User, origin: Origin): Promise<string[]> {
  return db.transaction(async (trx) => {
    const on: unknown = await trx
      .from('users')
      .where('id', user.id)
      .whereNotNull('two_factor_confirmed_at')
      .forUpdate()
      .first()
    if (!on) throw new TwoFactorStateError(false)
    const codes = await writeRecoveryCodes(trx, user.id)
    await noteSecurityEvent({ kind: 'two_factor.recovery_renewed', userId: user.id }, origin, trx)
    await sendSecurityNotice(trx, user, origin, {
      subject: 'Your recovery codes were renewed',
      uniqueKey: `recovery_renewed/${uuidv7()}`,
      paragraphs: [
        'The codes that you had before no longer work.',
        'If this was not you, change your password at once and renew them again.',
      ],
    })
    return codes
  })
}

function makeCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

/** `scrypt$<salt>$<digest>` */
async function hashOf(code: string, salt: string): Promise<string> {
  const digest = await derive(code, salt, 32, COST)
  return `scrypt$${salt}$${digest.toString('base64url')}`
}
