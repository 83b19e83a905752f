import { KarkhanaError } from '../../errors.ts'
import { defineJob, type Job } from '../../jobs/job.ts'
import { MailError } from '../../mail/errors.ts'
import { SmsError, SmsUnavailableError } from '../../sms/driver.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { chosenDriver } from '../../drivers/choices.ts'
import { fakeOf } from '../../drivers/fakes.ts'
import { bounceOf } from '../bounces.ts'
import { handMail } from '../channels/mail.ts'
import { FAMILIES, handText } from '../channels/text.ts'
import { MessageInHandError } from '../errors.ts'
import { noteOutcome, takeInHand, waitingMessage, type OutgoingMessage } from '../outgoing.ts'
import { suppress } from '../suppressions.ts'
import { tellSender } from '../tell_sender.ts'
import { waitsForModule } from '../waiting.ts'

/** Attempts after the first one, the last about an hour later. */
const RETRIES = 7

/** Milliseconds that a message may be put off at the wish of the service; then the attempts count. */
const PUT_OFF = 24 * 3_600_000
/** Seconds that one wish may last. */
const LONGEST_WAIT = 3_600

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Hands one message over, in whatever channel; its record tells how it went. What was handed over once is never handed
 * over again: the record is asked before and taken in hand, and the key of the message goes along, by which services
 * and mail readers drop a second copy should a worker die between both.
 */
const deliverMessage: Job<{ messageId: string }> = defineJob<{ messageId: string }>({
  name: 'kernel.deliver_message',
  retryLimit: RETRIES,
  retryDelay: 30,
  timeout: 150,
  parse(payload) {
    const { messageId } = (payload ?? {}) as { messageId?: unknown }
    if (typeof messageId !== 'string' || !UUID.test(messageId)) {
      throw new TypeError('kernel.deliver_message needs the id of a message')
    }
    return { messageId }
  },
  async handle(scope, { messageId }, run) {
    const message = await waitingMessage(scope, messageId)
    if (!message || (await waitsForModule(scope, deliverMessage, message, run))) return
    if (!(await takeInHand(scope, message.id))) {
      if (await waitingMessage(scope, messageId)) throw new MessageInHandError()
      return
    }
    const { attempt } = run
    try {
      const handed = await (message.channel === 'mail' ? handMail : handText)(scope, message)
      await scope.work((unit) => noteOutcome(unit, message.id, { state: 'sent', attempt, handed }))
    } catch (error) {
      if (await postponed(scope, message, attempt, error)) return
      if (!(await ended(scope, message, attempt, error))) throw error
    }
  },
})

export default deliverMessage

/** Notes a failed attempt. @returns whether trying again cannot help */
async function ended(
  scope: Scope,
  message: OutgoingMessage,
  attempt: number,
  error: unknown
): Promise<boolean> {
  const bounce = bounceOf(error)
  const permanent = isPermanent(error)
  const last = permanent || attempt > RETRIES
  const driverId = await driverOf(scope, message)
  await scope.work(async (unit) => {
    const problem = explained(error)
    const state = bounce ? 'bounced' : last ? 'failed' : 'queued'
    const noted = await noteOutcome(unit, message.id, { state, attempt, driverId, problem })
    if (!noted || !last) return
    if (bounce?.hard) {
      await suppress(unit, {
        channel: message.channel,
        address: message.to,
        reason: 'bounced',
        detail: bounce.reason,
        messageId: message.id,
      })
    }
    await tellSender(unit, message)
  })
  return permanent
}

/** Asks again when the service said so, without counting the attempt; for a day at the most. */
async function postponed(
  scope: Scope,
  message: OutgoingMessage,
  attempt: number,
  error: unknown
): Promise<boolean> {
  if (!(error instanceof SmsUnavailableError) || error.retryAfter === null) return false
  const now = scope.now().toMillis()
  if (now - message.createdAt.getTime() > PUT_OFF) return false
  const seconds = Math.min(Math.max(error.retryAfter, 1), LONGEST_WAIT)
  const driverId = await driverOf(scope, message)
  await scope.work(async (unit) => {
    const problem = explained(error)
    await noteOutcome(unit, message.id, { state: 'queued', attempt, driverId, problem })
    const startAfter = new Date(now + seconds * 1_000)
    await unit.dispatch(deliverMessage, { messageId: message.id }, { startAfter })
  })
  return true
}

async function driverOf(scope: Scope, { channel }: OutgoingMessage): Promise<string | null> {
  if (channel === 'mail' || fakeOf(FAMILIES[channel])) return null
  return chosenDriver(scope, FAMILIES[channel])
}

/** A refusal of the service, or of the module that does not want it sent any more. */
function isPermanent(error: unknown): boolean {
  if (error instanceof MailError || error instanceof SmsError) return error.permanent
  return error instanceof KarkhanaError && error.status < 500
}

function explained(error: unknown): { code: string; message: string } {
  if (error instanceof KarkhanaError) {
    const message = [error.message, error.next].filter(Boolean).join(' ')
    return { code: error.code ?? 'E_UNKNOWN', message }
  }
  return {
    code: 'E_INTERNAL',
    message: 'The message could not be made or handed over. It is tried again by itself.',
  }
}
