import limiter from '@adonisjs/limiter/services/main'
import { openInvitation, type HeldInvitation } from './invitations_open.ts'
import type { Origin } from './origin.ts'

/**
 * Wrong tries that one address of the network has, and that the whole deployment has. A code is one of 31⁸ ≈ 8.5 × 10¹¹, so
 * that 500 guesses an hour against a thousand open codes hit one in about two hundred years.
 */
const PER_ADDRESS = { requests: 10, duration: '15 mins', blockDuration: '15 mins' }
const FOR_ALL = { requests: 500, duration: '1 hour' }

/** A token of a link is too long to guess; only codes wait when everybody together has guessed too often. */
const LONGEST_CODE = 20

/**
 * Opens an invitation by what somebody typed or followed; guessing is slowed down.
 * @throws InvitationUnknownError, E_TOO_MANY_REQUESTS
 */
export async function tryInvitation(secret: string, origin: Origin): Promise<HeldInvitation> {
  const open = () => openInvitation(secret, origin)
  const everybody = limiter.use(FOR_ALL)
  const guarded = async () => {
    if (secret.length > LONGEST_CODE) return open()
    return unless(await everybody.penalize('join', open))
  }
  return unless(await limiter.use(PER_ADDRESS).penalize(`join_${origin.ip}`, guarded))
}

/** How often one address of the network may ask for a mail to a guest, and how often one guest gets one. */
export async function slowGuests(origin: Origin, email: string): Promise<void> {
  await limiter.use({ requests: 20, duration: '1 hour' }).consume(`join_mail_${origin.ip}`)
  await limiter.use({ requests: 5, duration: '1 hour' }).consume(`join_mail_to_${email}`)
}

function unless(outcome: [Error, null] | [null, HeldInvitation]): HeldInvitation {
  if (outcome[0]) throw outcome[0]
  return outcome[1]
}
