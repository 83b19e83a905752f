import { MailRefusedError } from '../mail/errors.ts'
import type { Unit } from '../tenancy/unit.ts'
import { noteOutcome, type Outcome, type OutgoingMessage } from './outgoing.ts'
import { suppress } from './suppressions.ts'
import { tellSender } from './tell_sender.ts'

/** A message came back: from the server of the reader, or from the network of their phone. */
export interface Bounce {
  /** Nothing will ever arrive at the address. */
  hard: boolean
  /** In the words of the server. */
  reason: string
}

/** What nodemailer notes of the answer of a server. */
interface SmtpAnswer {
  command?: string
  responseCode?: number
  response?: string
  message?: string
}

/** Reads a refusal at the moment of sending: an answer 5xx to the recipient is a bounce (RFC 5321, section 4.2.1). */
export function bounceOf(error: unknown): Bounce | null {
  if (!(error instanceof MailRefusedError)) return null
  const answer = error.cause as SmtpAnswer | null | undefined
  const code = answer?.responseCode
  if (!answer || code === undefined || code < 500 || !/^RCPT/i.test(answer.command ?? '')) {
    return null
  }
  const said = answer.response ?? answer.message ?? ''
  return { hard: isGone(`${code} ${said}`), reason: inOneLine(said) }
}

/**
 * Whether the answer of a server means that the mailbox does not exist or takes nothing any more: the enhanced codes
 * 5.1.x and 5.2.1, or the plain codes 550, 551 and 553 without one (RFC 3463, sections 3.2 and 3.3). 5.2.2 is a full
 * mailbox, which passes, and 5.7.x is about the message.
 */
export function isGone(answer: string): boolean {
  const enhanced = /(?<![\d.])[245]\.(\d{1,3})\.(\d{1,3})(?!\.?\d)/.exec(answer)
  if (!enhanced) return /^\s*(550|551|553)\b/.test(answer)
  if (!enhanced[0].startsWith('5')) return false
  return enhanced[1] === '1' || (enhanced[1] === '2' && enhanced[2] === '1')
}

/** The words of a server, as they are kept. */
export const inOneLine = (said: string) => said.replace(/\s+/g, ' ').trim().slice(0, 300)

/**
 * What follows from a bounce, however it was heard of: the message says so, an address that is gone is held back, and
 * whoever sent it is told. The same bounce twice changes nothing.
 */
export async function noteBounce(
  unit: Unit,
  message: Pick<OutgoingMessage, 'id' | 'channel' | 'record' | 'requestedByMember'> & {
    to: string | null
  },
  bounce: Bounce,
  outcome: Omit<Outcome, 'state'>
): Promise<void> {
  const noted = await noteOutcome(unit, message.id, { ...outcome, state: 'bounced' })
  if (bounce.hard && message.to) {
    await suppress(unit, {
      channel: message.channel,
      address: message.to,
      reason: 'bounced',
      detail: bounce.reason,
      messageId: message.id,
    })
  }
  if (noted) await tellSender(unit, message)
}
