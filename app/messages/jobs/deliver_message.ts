import { setTimeout as sleep } from 'node:timers/promises'
import logger from '@adonisjs/core/services/logger'
import { KarkhanaError } from '../../errors.ts'
import { defineJob, type Job } from '../../jobs/job.ts'
import { SmsUnavailableError } from '../../sms/driver.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { chosenDriver } from '../../drivers/choices.ts'
import { fakeOf } from '../../drivers/fakes.ts'
import { bounceOf, noteBounce } from '../bounces.ts'
import { handMail } from '../channels/mail.ts'
import { FAMILIES, handText } from '../channels/text.ts'
import User from '../../identity/models/user.ts'
import { quietEndOf } from '../../notifications/quiet_end.ts'
import { DeliveryError } from '../delivery_error.ts'
import { MessageInHandError, MessageQuietError } from '../errors.ts'
import {
  noteOutcome,
  takeInHand,
  waitingMessage,
  type Handed,
  type OutgoingMessage,
} from '../outgoing.ts'
import { MessagePaceError, nextTurn, tellOfPace } from '../pace.ts'
import { suppressionOf } from '../suppressions.ts'
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
    for (const waits of [heldBack, inQuietHours, outOfTurn]) {
      if (await waits(scope, message)) return
    }
    const { attempt } = run
    const handed = await handOver(scope, message, attempt)
    if (handed) await noteSent(scope, message, attempt, handed)
  },
})

export default deliverMessage

/** @returns nothing when the service did not take it and that is noted; what may pass is thrown */
async function handOver(
  scope: Scope,
  message: OutgoingMessage,
  attempt: number
): Promise<Handed | null> {
  try {
    return await (message.channel === 'mail' ? handMail : handText)(scope, message)
  } catch (error) {
    if (await postponed(scope, message, attempt, error)) return null
    if (!(await ended(scope, message, attempt, error))) throw error
    return null
  }
}

/** Pauses before noting again what the service took, in milliseconds: the message stays in hand meanwhile. */
const NOTING = [250, 1_000, 4_000]

/**
 * Notes that the service took the message. A database that is away for a moment must not look like a service that
 * refused, after which the message would go again.
 */
async function noteSent(scope: Scope, { id }: OutgoingMessage, attempt: number, handed: Handed) {
  for (const [tried, pause] of [...NOTING, null].entries()) {
    try {
      await scope.work((unit) => noteOutcome(unit, id, { state: 'sent', attempt, handed }))
      return
    } catch (error) {
      if (pause === null) throw error
      logger.warn({ err: error, message: id, tried: tried + 1 }, 'a sent message is noted again')
      await sleep(pause)
    }
  }
}

/** Ends a message whose address was held back while it waited. @returns whether it ended */
async function heldBack(scope: Scope, { id, channel, to }: OutgoingMessage): Promise<boolean> {
  return scope.work(async (unit) => {
    const problem = await suppressionOf(unit, channel, to)
    return problem !== null && noteOutcome(unit, id, { state: 'suppressed', problem })
  })
}

/** Puts a message to a member off while their quiet hours are. @returns whether it was */
async function inQuietHours(scope: Scope, { id, content }: OutgoingMessage): Promise<boolean> {
  const { quietFor } = content ?? {}
  const user = quietFor ? await User.find(quietFor.userId) : null
  const startAfter = user && quietEndOf(scope, user, quietFor!.reason)
  if (!startAfter) return false
  const problem = explained(new MessageQuietError())
  await scope.work(async (unit) => {
    if (!(await noteOutcome(unit, id, { state: 'queued', problem }))) return
    await unit.dispatch(deliverMessage, { messageId: id }, { startAfter })
  })
  return true
}

/** Puts a message off while the organisation has sent what it may in an hour. @returns whether it was */
async function outOfTurn(scope: Scope, { id }: OutgoingMessage): Promise<boolean> {
  const startAfter = await nextTurn(scope)
  if (!startAfter) return false
  const problem = explained(new MessagePaceError())
  await scope.work(async (unit) => {
    if (!(await noteOutcome(unit, id, { state: 'queued', problem }))) return
    await unit.dispatch(deliverMessage, { messageId: id }, { startAfter })
    await tellOfPace(unit)
  })
  return true
}

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
  const problem = explained(error)
  await scope.work(async (unit) => {
    if (bounce) return noteBounce(unit, message, bounce, { attempt, problem })
    const state = last ? 'failed' : 'queued'
    const noted = await noteOutcome(unit, message.id, { state, attempt, driverId, problem })
    if (noted && last) await tellSender(unit, message)
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
  if (error instanceof DeliveryError) return error.permanent
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
