import app from '@adonisjs/core/services/app'
import { chosenDriver } from '../drivers/choices.ts'
import { driverFor } from '../drivers/driver_for.ts'
import { fakeOf } from '../drivers/fakes.ts'
import { moduleOf } from '../drivers/offers.ts'
import { KarkhanaError } from '../errors.ts'
import { defineJob, type Job, type JobRun } from '../jobs/job.ts'
import { park } from '../jobs/parking.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { SmsError, SmsNotConfiguredError, SmsUnavailableError, type SmsDriver } from './driver.ts'
import { keepInMailbox } from './mailbox_driver.ts'

/** Attempts after the first one, the last about an hour later. */
const RETRIES = 7
/** Milliseconds a service may take. */
const PATIENCE = 30_000

/** Milliseconds that a message may be put off at the wish of the service; then the attempts count. */
const PUT_OFF = 24 * 3_600_000
/** Seconds that one wish may last. */
const LONGEST_WAIT = 3_600

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

interface Message {
  id: string
  moduleId: string
  to: string
  text: string
  key: string
  createdAt: Date
}

/** Hands one text message to the service that the organisation has chosen; the row of the message tells how it went. */
const deliverSms: Job<{ messageId: string }> = defineJob<{ messageId: string }>({
  name: 'kernel.deliver_sms',
  retryLimit: RETRIES,
  retryDelay: 30,
  parse(payload) {
    const { messageId } = (payload ?? {}) as { messageId?: unknown }
    if (typeof messageId !== 'string' || !UUID.test(messageId)) {
      throw new TypeError('kernel.deliver_sms needs the id of a message')
    }
    return { messageId }
  },
  async handle(scope, { messageId }, run) {
    const message = await queuedMessage(scope, messageId)
    if (!message || (await waits(scope, message, run))) return
    let driverId: string | null = null
    try {
      const chosen = await driverOf(scope)
      driverId = chosen.driverId
      const { driver } = chosen
      const { id } = await inTime(
        driver.send({ to: message.to, text: message.text, idempotencyKey: message.key })
      )
      await note(scope, message.id, { status: 'sent', attempt: run.attempt, driverId, sentId: id })
    } catch (error) {
      if (await postponed(scope, message, { attempt: run.attempt, driverId, error })) return
      const permanent = error instanceof SmsError ? error.permanent : false
      const last = permanent || run.attempt > RETRIES
      await note(scope, message.id, {
        status: last ? 'failed' : 'queued',
        attempt: run.attempt,
        driverId,
        error,
      })
      if (!permanent) throw error
    }
  },
})

export default deliverSms

async function queuedMessage(scope: Scope, id: string): Promise<Message | undefined> {
  const [message] = await scope.read((unit) =>
    unit.rows<Message>(
      `select id, module_id as "moduleId", to_phone as "to", body as text, idempotency_key as key,
              created_at as "createdAt"
         from sms_messages where organisation_id = ? and id = ? and status = 'queued'
          and to_phone is not null and body is not null`,
      [scope.organisationId, id]
    )
  )
  return message
}

/** Puts the message aside while the module that sends it, or the one that brings the service, is switched off. */
async function waits(scope: Scope, message: Message, run: JobRun): Promise<boolean> {
  const chosen = fakeOf('kernel.sms') ? null : await chosenDriver(scope, 'kernel.sms')
  const off = [message.moduleId, ...(chosen ? [moduleOf(chosen)] : [])].find(
    (id) => !scope.active(id)
  )
  if (!off) return false
  const envelope = {
    job: deliverSms.name,
    version: deliverSms.version,
    organisationId: scope.organisationId,
    requestId: scope.requestId,
    actorId: scope.actor.id,
    payload: { messageId: message.id },
  }
  if (await park(scope, { ...deliverSms, module: off }, envelope, run.id)) return true
  throw new SmsUnavailableError(`the module ${off} is just being switched on.`)
}

/** Asks again when the service said so, without counting the attempt; for a day at the most. */
async function postponed(
  scope: Scope,
  message: Message,
  outcome: Pick<Outcome, 'attempt' | 'driverId' | 'error'>
): Promise<boolean> {
  const { error } = outcome
  if (!(error instanceof SmsUnavailableError) || error.retryAfter === null) return false
  const now = scope.now().toMillis()
  if (now - message.createdAt.getTime() > PUT_OFF) return false
  const seconds = Math.min(Math.max(error.retryAfter, 1), LONGEST_WAIT)
  await scope.work(async (unit) => {
    await noteIn(unit, message.id, { ...outcome, status: 'queued' })
    const startAfter = new Date(now + seconds * 1_000)
    await unit.dispatch(deliverSms, { messageId: message.id }, { startAfter })
  })
  return true
}

async function driverOf(scope: Scope): Promise<{ driver: SmsDriver; driverId: string | null }> {
  const driver = await driverFor(scope, 'kernel.sms')
  if (driver) return { driver, driverId: await chosenDriver(scope, 'kernel.sms') }
  if (app.inProduction) throw new SmsNotConfiguredError()
  return { driver: keepInMailbox(scope), driverId: null }
}

interface Outcome {
  status: 'queued' | 'sent' | 'failed'
  attempt: number
  driverId?: string | null
  sentId?: string
  error?: unknown
}

const note = (scope: Scope, id: string, outcome: Outcome): Promise<void> =>
  scope.work((unit) => noteIn(unit, id, outcome))

async function noteIn(unit: Unit, id: string, outcome: Outcome): Promise<void> {
  const { scope } = unit
  const { status, attempt, driverId = null, sentId = null, error } = outcome
  const { code, message } = error ? explained(error) : { code: null, message: null }
  await unit.rows(
    `update sms_messages
          set status = ?, attempts = ?, driver_id = coalesce(?, driver_id), provider_id = ?,
              error_code = ?, error_message = ?, sent_at = ?
        where organisation_id = ? and id = ?`,
    [
      status,
      attempt,
      driverId,
      sentId,
      code,
      message,
      status === 'sent' ? scope.now().toJSDate() : null,
      scope.organisationId,
      id,
    ]
  )
}

function explained(error: unknown): { code: string; message: string } {
  if (error instanceof KarkhanaError) {
    const message = [error.message, error.next].filter(Boolean).join(' ')
    return { code: error.code ?? 'E_UNKNOWN', message }
  }
  return {
    code: 'E_INTERNAL',
    message: 'The service could not be asked. It is tried again by itself.',
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new SmsUnavailableError(`the service did not answer within ${PATIENCE / 1000} seconds.`))
  }, PATIENCE)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
