import { MailRefusedError } from '../mail/errors.ts'

/** The mail server of the reader sent a message back. */
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

/**
 * Reads a refusal at the moment of sending: an answer 5xx to the recipient is a bounce (RFC 5321, section 4.2.1). With
 * the enhanced codes 5.1.x and 5.2.1, or the plain codes 550, 551 and 553 without one, the mailbox does not exist or
 * takes nothing any more (RFC 3463, sections 3.2 and 3.3); 5.2.2 is a full mailbox, which passes.
 */
export function bounceOf(error: unknown): Bounce | null {
  if (!(error instanceof MailRefusedError)) return null
  const answer = error.cause as SmtpAnswer | null | undefined
  const code = answer?.responseCode
  if (!answer || code === undefined || code < 500 || !/^RCPT/i.test(answer.command ?? '')) {
    return null
  }
  const said = answer.response ?? answer.message ?? ''
  return { hard: isHard(code, said), reason: said.replace(/\s+/g, ' ').trim().slice(0, 300) }
}

function isHard(code: number, said: string): boolean {
  const enhanced = /\b5\.(\d{1,3})\.(\d{1,3})\b/.exec(said)
  if (enhanced) return enhanced[1] === '1' || (enhanced[1] === '2' && enhanced[2] === '1')
  return code === 550 || code === 551 || code === 553
}
