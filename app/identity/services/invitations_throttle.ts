import type { HttpContext } from '@adonisjs/core/http'
import { openInvitation, type HeldInvitation } from './invitations_open.ts'
import { originOf } from './origin.ts'
import { addressOf, throttle, throttleAll, type ThrottleRule } from './throttle.ts'

const MINUTE = 60_000

/** Wrong tries of one client. Whoever knows one secret does not win free guesses at others. */
const BY_CLIENT: ThrottleRule = {
  name: 'join',
  free: 10,
  window: 15 * MINUTE,
  pause: MINUTE,
  forgives: 'one',
}

/**
 * Wrong codes of everybody together. A code is one of 31⁸ ≈ 8.5 × 10¹¹, so that the 720 tries an hour that are left
 * after the first 500 hit one of a thousand open codes once in about 130 years.
 */
const BY_ALL: ThrottleRule = {
  name: 'join_codes',
  free: 500,
  pause: 5000,
  longest: 5000,
  forgives: 'one',
  instead: 'or ask for an invitation by link',
}

/** A token of a link is too long to guess: links work while codes wait. */
const LONGEST_CODE = 20

/**
 * Opens an invitation by what somebody typed or followed; guessing is slowed down.
 * @throws InvitationUnknownError, TooManyTriesError
 */
export async function tryInvitation(ctx: HttpContext, secret: string): Promise<HeldInvitation> {
  const client: [ThrottleRule, string] = [BY_CLIENT, addressOf(ctx)]
  const tries = await throttleAll(
    secret.length > LONGEST_CODE ? [client] : [client, [BY_ALL, 'all']]
  )
  const held = await openInvitation(secret, originOf(ctx))
  await tries.forgive()
  return held
}

/** Invitations of one organisation: they go to people who did not ask for them. @throws TooManyTriesError */
export async function slowInvitations(organisationId: string): Promise<void> {
  await throttle({ name: 'invitations', free: 60, pause: MINUTE }, organisationId)
}

/** Organisations that one person founds. @throws TooManyTriesError */
export async function slowFounding(userId: string): Promise<void> {
  await throttle({ name: 'found', free: 10, window: 24 * 60 * MINUTE }, userId)
}
