import db from '@adonisjs/lucid/services/db'
import { Secret, TOTP } from 'otpauth'
import { qrDataUri } from '../../documents/qr.ts'
import { openForDeployment, sealForDeployment } from '../../secrets/vault.ts'
import { sendSecurityNotice } from '../mails/security_notice.ts'
import type User from '../models/user.ts'
import { TwoFactorNeededError, TwoFactorStateError, WrongCodeError } from './account_errors.ts'
import type { Origin } from './origin.ts'
import { writeRecoveryCodes } from './recovery_codes.ts'
import { noteSecurityEvent } from './security_events.ts'
import { revokeOtherSessions } from './sessions.ts'

/** RFC 6238 as every authenticator app knows it: SHA-1, six digits, half a minute. */
const SETTINGS = { algorithm: 'SHA1', digits: 6, period: 30 }
const ISSUER = 'Karkhana'
/** 160 bits, the length of SHA-1 (RFC 4226, 4). */
const SECRET_BYTES = 20
/** Steps before and after the present one whose code is taken too: clocks differ and people type slowly. */
const WINDOW = 1

/** What an authenticator app needs, before the person has shown that it has it. */
export interface TwoFactorSetUp {
  /** Base32, in groups of four for people who type it. */
  secret: string
  /** `otpauth://…` for a device that has the app on it. */
  uri: string
  /** The same as a QR code, `data:` URI. */
  qr: string
}

/**
 * Makes a new secret; codes are asked for once `confirmTwoFactor` has seen one.
 * @throws TwoFactorStateError when it is on
 */
export async function beginTwoFactor(user: User): Promise<void> {
  const sealed = await sealForDeployment(new Secret({ size: SECRET_BYTES }).base32)
  const begun = (await db
    .from('users')
    .where('id', user.id)
    .whereNull('two_factor_confirmed_at')
    .update({ two_factor_secret: sealed, two_factor_last_step: null }, ['id'])) as unknown[]
  if (begun.length === 0) throw new TwoFactorStateError(true)
}

/** The set-up that was begun and not confirmed; `null` when there is none. */
export async function pendingTwoFactor(user: User): Promise<TwoFactorSetUp | null> {
  if (!user.twoFactorSecret || user.twoFactorConfirmedAt) return null
  const secret = await openForDeployment(user.twoFactorSecret)
  const uri = totp(secret, user.email).toString()
  return { secret: secret.match(/.{1,4}/g)!.join(' '), uri, qr: qrDataUri(uri) }
}

/**
 * Switches two-factor sign-in on: the app shows the right code. Other sessions end, so that every one that lives has
 * passed both factors.
 * @returns the recovery codes, told this once
 * @throws WrongCodeError, TwoFactorStateError
 */
export async function confirmTwoFactor(
  user: User,
  code: string,
  origin: Origin
): Promise<string[]> {
  if (!user.twoFactorSecret || user.twoFactorConfirmedAt) {
    throw new TwoFactorStateError(Boolean(user.twoFactorConfirmedAt))
  }
  const step = await stepOf(user.twoFactorSecret, code)
  if (step === null) throw new WrongCodeError()
  return db.transaction(async (trx) => {
    const switched = (await trx
      .from('users')
      .where({ id: user.id, two_factor_secret: user.twoFactorSecret })
      .whereNull('two_factor_confirmed_at')
      .update({ two_factor_confirmed_at: new Date(), two_factor_last_step: step }, [
        'id',
      ])) as unknown[]
    if (switched.length === 0) throw new TwoFactorStateError(true)
    const codes = await writeRecoveryCodes(trx, user.id)
    await revokeOtherSessions(user.id, origin.sessionId, trx)
    await trx.from('user_sessions').where('id', origin.sessionId!).update({ two_factor: true })
    await noteSecurityEvent({ kind: 'two_factor.on', userId: user.id }, origin, trx)
    await sendSecurityNotice(trx, user, origin, {
      subject: 'Two-factor sign-in is on',
      uniqueKey: `two_factor_on/${user.id}/${step}`,
      paragraphs: [
        'From now on, signing in asks for a code of your authenticator app. Your other devices were signed out.',
        'If this was not you, reset your password and write to your administrator at once.',
      ],
    })
    return codes
  })
}

/**
 * Takes a code of the app, once: of two requests with the same code, one wins.
 * @returns whether it was right and new
 */
export async function acceptCode(user: User, code: string): Promise<boolean> {
  if (!user.twoFactorSecret || !user.twoFactorConfirmedAt) return false
  const step = await stepOf(user.twoFactorSecret, code)
  if (step === null) return false
  const accepted = (await db
    .from('users')
    .where({ id: user.id, two_factor_secret: user.twoFactorSecret })
    .whereNotNull('two_factor_confirmed_at')
    .whereRaw('coalesce(two_factor_last_step, 0) < ?', [step])
    .update({ two_factor_last_step: step }, ['id'])) as unknown[]
  return accepted.length === 1
}

/**
 * Switches it off, for a person who proved themselves just now.
 * @throws TwoFactorStateError, TwoFactorNeededError when an organisation asks for it
 */
export async function switchOffTwoFactor(user: User, origin: Origin): Promise<void> {
  const asking = await organisationAskingFor(user.id)
  if (asking) throw new TwoFactorNeededError(asking)
  await db.transaction(async (trx) => {
    const switched = (await trx
      .from('users')
      .where('id', user.id)
      .whereNotNull('two_factor_confirmed_at')
      .update(
        { two_factor_secret: null, two_factor_confirmed_at: null, two_factor_last_step: null },
        ['id']
      )) as unknown[]
    if (switched.length === 0) throw new TwoFactorStateError(false)
    await trx.from('user_recovery_codes').where('user_id', user.id).delete()
    await noteSecurityEvent({ kind: 'two_factor.off', userId: user.id }, origin, trx)
    await sendSecurityNotice(trx, user, origin, {
      subject: 'Two-factor sign-in is off',
      uniqueKey: `two_factor_off/${user.id}/${user.twoFactorConfirmedAt?.toMillis()}`,
      paragraphs: [
        'Signing in asks for your password alone again.',
        'If this was not you, change your password at once and switch it on again.',
      ],
    })
  })
}

/** Name of an organisation that asks the person for two factors; `null` when none does. */
export async function organisationAskingFor(userId: string): Promise<string | null> {
  const row = (await db
    .from('memberships as m')
    .join('organisations as o', 'o.id', 'm.organisation_id')
    .where({ 'm.user_id': userId, 'm.active': true })
    .whereRaw("o.two_factor_roles && array['*', coalesce(m.role_id::text, m.role)]")
    .orderBy('o.name')
    .select('o.name')
    .first()) as { name: string } | null
  return row?.name ?? null
}

/**
 * The step whose code this is, within the window around now; `null` when it is none. The blank that apps show in the
 * middle is no matter.
 */
async function stepOf(sealed: string, code: string): Promise<number | null> {
  const generator = totp(await openForDeployment(sealed), '')
  const delta = generator.validate({ token: code.replace(/\s/g, ''), window: WINDOW })
  return delta === null ? null : generator.counter() + delta
}

function totp(base32: string, email: string) {
  return new TOTP({
    ...SETTINGS,
    issuer: ISSUER,
    label: email,
    secret: Secret.fromBase32(base32),
  })
}
