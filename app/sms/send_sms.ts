import { sendText } from '../messages/send_text.ts'
import type { MessageRecord } from '../messages/request.ts'
import type { MessageState } from '../messages/states.ts'
import type { Unit } from '../tenancy/unit.ts'

/** A text message to somebody outside. */
export interface NewSms {
  /** Id of the module that sends it; while that is switched off, the message waits. */
  module: string
  /** As people type it; ten digits are Indian. */
  to: string
  text: string
  /** What it is about; the timeline of the record tells of it. */
  record?: MessageRecord
  /** Names the reason, so that the message goes once: `jobcards.ready/<job id>`. */
  idempotencyKey: string
}

/** What became of it so far. `failed` says why, and an admin may send it again. */
export interface QueuedSms {
  id: string
  status: MessageState
  reason: string | null
}

/**
 * Queues a text message that goes if and only if this transaction commits. The same key twice is one message. Without
 * a service the message is kept as failed, with the reason, and the caller goes on.
 * @throws RuleError E_SMS_PHONE at `to`, E_SMS_TEXT at `text`
 */
export async function sendSms(unit: Unit, message: NewSms): Promise<QueuedSms> {
  const { id, state, reason } = await sendText(unit, { ...message, channel: 'sms' })
  return { id, status: state, reason }
}
