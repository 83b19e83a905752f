import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import { RuleError } from '../../errors.ts'
import type User from '../models/user.ts'
import { judgePassword } from './password_strength.ts'

/** Characters; longer ones would only cost time. */
const LONGEST = 200

/**
 * The one rule for new passwords, wherever they are set: 10 to 200 characters of any kind, not easy to guess, not on
 * the lists of common passwords, not made of `words` of its owner (name, e-mail, organisation). OWASP ASVS 5, 6.2.
 * @throws RuleError naming `field`
 */
export async function ensureGoodPassword(
  field: string,
  password: string,
  words: (string | null | undefined)[]
): Promise<void> {
  if (password.length > LONGEST) {
    throw new RuleError('E_PASSWORD_LONG', 'This password is too long.', {
      field,
      next: `${LONGEST} characters are enough.`,
    })
  }
  const advice = await judgePassword(
    password,
    words.filter((word) => typeof word === 'string')
  )
  if (advice.good) return
  throw new RuleError('E_PASSWORD_WEAK', 'This password is easy to guess.', {
    field,
    next: advice.message,
  })
}

/** What is stored of a password; see `config/hash.ts`. */
export function hashPassword(password: string): Promise<string> {
  return hash.use('scrypt').make(password)
}

/** Whether `password` is the one that was stored as `stored`. */
export function hashMatches(stored: string, password: string): Promise<boolean> {
  return hash.use('scrypt').verify(stored, password)
}

let dummy: Promise<string> | undefined

/** Checked in place of a password that does not exist, so that it takes as long as one that does. */
function dummyHash(): Promise<string> {
  dummy ??= hashPassword('nobody has this password')
  return dummy
}

/**
 * Whether `password` is the one of `user`. Takes as long for nobody, and for somebody without a password.
 * A hash of an older setting is renewed when the password is right.
 */
export async function passwordMatches(user: User | null, password: string): Promise<boolean> {
  const standIn = await dummyHash()
  const stored = user?.password ?? standIn
  const scrypt = hash.use('scrypt')
  const right = await scrypt.verify(stored, password)
  if (!right || !user?.password) return false
  if (scrypt.needsReHash(stored)) await renewHash(user.id, stored, password)
  return true
}

/** Past the model, which would hash the hash; and only while nobody changed the password meanwhile. */
async function renewHash(userId: string, stored: string, password: string) {
  const renewed = await hashPassword(password)
  await db.from('users').where({ id: userId, password: stored }).update({ password: renewed })
}
