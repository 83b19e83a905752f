import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { Secret, TOTP } from 'otpauth'
import User from '../../app/identity/models/user.ts'
import { openForDeployment, sealForDeployment } from '../../app/secrets/vault.ts'
import { writeRecoveryCodes } from '../../app/identity/services/recovery_codes.ts'

/** An authenticator app that knows one secret. */
export class Authenticator {
  readonly #totp: TOTP

  /** @param base32 as a person types it, with blanks */
  constructor(base32: string) {
    this.#totp = new TOTP({ secret: Secret.fromBase32(base32.replace(/\s/g, '')) })
  }

  /** The code of the present half minute, or of `steps` half minutes later. */
  code(steps = 0): string {
    return this.#totp.generate({ timestamp: Date.now() + steps * 30_000 })
  }

  /** Six digits that are no code of now, before or after. */
  wrongCode(): string {
    const right = [-1, 0, 1].map((steps) => this.code(steps))
    return ['000000', '111111', '222222', '333333'].find((code) => !right.includes(code))!
  }
}

/** Waits, if need be, until the present half minute has some seconds left, so that it is not over in mid-test. */
export async function earlyInStep(): Promise<void> {
  const left = 30_000 - (Date.now() % 30_000)
  if (left < 6_000) await sleep(left + 50)
}

/** Switches two-factor sign-in on without the pages. @returns the app of the person and their recovery codes */
export async function giveTwoFactor(user: User) {
  const secret = new Secret({ size: 20 }).base32
  const sealed = await sealForDeployment(secret)
  const codes = await db.transaction(async (trx) => {
    await trx.from('users').where('id', user.id).update({
      two_factor_secret: sealed,
      two_factor_confirmed_at: new Date(),
      two_factor_last_step: null,
    })
    return writeRecoveryCodes(trx, user.id)
  })
  return { app: new Authenticator(secret), codes }
}

/** The app of somebody who set it up, or is about to. */
export async function authenticatorOf(userId: string): Promise<Authenticator> {
  const user = await User.findOrFail(userId)
  return new Authenticator(await openForDeployment(user.twoFactorSecret!))
}
