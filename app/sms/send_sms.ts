import app from '@adonisjs/core/services/app'
import { v7 as uuidv7 } from 'uuid'
import { RuleError } from '../errors.ts'
import { fakeOf } from '../drivers/fakes.ts'
import { chosenDriver } from '../drivers/choices.ts'
import { parsePhone } from '../fields/phone.ts'
import type { Unit } from '../tenancy/unit.ts'
import { SmsNotConfiguredError } from './driver.ts'
import deliverSms from './deliver_sms.ts'

/** A text message to somebody outside. */
export interface NewSms {
  /** Id of the module that sends it; while that is switched off, the message waits. */
  module: string
  /** As people type it; ten digits are Indian. */
  to: string
  text: string
  /** Names the reason, so that the message goes once: `jobcards.ready/<job id>`. */
  idempotencyKey: string
}

/** What became of it so far. `failed` says why, and an admin may send it again. */
export interface QueuedSms {
  id: string
  status: 'queued' | 'sent' | 'failed'
  reason: string | null
}

/** Characters; about six messages of the network. */
const LONGEST = 1_000

/**
 * Queues a text message that goes if and only if this transaction commits. The same key twice is one message. Without
 * a service the message is kept as failed, with the reason, and the caller goes on.
 * @throws RuleError E_SMS_PHONE at `to`, E_SMS_TEXT at `text`
 */
export async function sendSms(unit: Unit, message: NewSms): Promise<QueuedSms> {
  const { scope } = unit
  scope.ensureModule(message.module)
  const to = phoneOf(message.to)
  const text = textOf(message.text)
  const problem = await whyNot(unit)
  const [created] = await unit.rows<QueuedSms>(
    `insert into sms_messages
       (organisation_id, id, module_id, to_phone, body, idempotency_key, status, error_code, error_message, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (organisation_id, idempotency_key) do nothing
     returning id, status, error_message as reason`,
    [
      scope.organisationId,
      uuidv7({ msecs: scope.now().toMillis() }),
      message.module,
      to,
      text,
      message.idempotencyKey,
      problem ? 'failed' : 'queued',
      problem?.code ?? null,
      problem && `${problem.message} ${problem.next}`,
      scope.now().toJSDate(),
    ]
  )
  if (!created) return knownSms(unit, message.idempotencyKey)
  if (created.status === 'queued') await unit.dispatch(deliverSms, { messageId: created.id })
  return created
}

async function knownSms(unit: Unit, key: string): Promise<QueuedSms> {
  const [known] = await unit.rows<QueuedSms>(
    `select id, status, error_message as reason from sms_messages
      where organisation_id = ? and idempotency_key = ?`,
    [unit.scope.organisationId, key]
  )
  return known
}

/** Outside production there is always the mailbox of the developer. */
async function whyNot({ scope }: Unit): Promise<SmsNotConfiguredError | null> {
  if (!app.inProduction || fakeOf('kernel.sms')) return null
  return (await chosenDriver(scope, 'kernel.sms')) ? null : new SmsNotConfiguredError()
}

function phoneOf(typed: string): string {
  const phone = parsePhone(typed)
  if (phone) return phone
  throw new RuleError('E_SMS_PHONE', 'This is not a phone number.', {
    field: 'to',
    next: 'Write ten digits, or + and the code of the country before the number.',
  })
}

function textOf(given: string): string {
  const text = given.trim()
  if (text !== '' && text.length <= LONGEST && !/[^\P{Cc}\n]/u.test(text)) return text
  throw new RuleError('E_SMS_TEXT', 'This text cannot be sent.', {
    field: 'text',
    next: `Write 1 to ${LONGEST} characters, without control characters.`,
  })
}
