import { v7 as uuidv7 } from 'uuid'
import type { Unit } from '../tenancy/unit.ts'
import { MessageKeyError } from './errors.ts'
import deliverMessage from './jobs/deliver_message.ts'
import type { Channel, MessageState } from './states.ts'
import { suppressionOf } from './suppressions.ts'

/** The record of a module that a message is about; its timeline tells of the message. */
export interface MessageRecord {
  table: string
  id: string
}

/** A message as it is asked for; what each channel needs is checked before. */
export interface MessageRequest {
  channel: Channel
  module: string
  /** E-mail address, or number in E.164. */
  to: string
  toName?: string
  /** Text of a message without HTML. */
  text?: string
  template?: { id: string; version?: number; language: string }
  /** What the template is filled with; JSON. */
  content?: object
  record?: MessageRecord | null
  /** Names the event: with the same key in the same channel the message goes once, for ever. */
  idempotencyKey: string
  /** Why it cannot go at all; it is kept as not sent. */
  problem?: { code: string; message: string } | null
}

/** What became of a message so far. */
export interface RequestedMessage {
  id: string
  state: MessageState
  /** Why it has not gone. */
  reason: string | null
}

/**
 * Writes the record of a message and queues its delivery, both if and only if the transaction of `unit` commits. The
 * same key twice is one message. To an address that is held back nothing goes, and the record says why.
 * @throws MessageKeyError
 */
export async function requestMessage(
  unit: Unit,
  request: MessageRequest
): Promise<RequestedMessage> {
  const { scope } = unit
  if (request.idempotencyKey.length < 3 || request.idempotencyKey.length > 200) {
    throw new MessageKeyError()
  }
  const held = request.problem ? null : await suppressionOf(unit, request.channel, request.to)
  const problem = request.problem ?? held
  const state: MessageState = held ? 'suppressed' : problem ? 'failed' : 'queued'
  const now = scope.now()
  const [created] = await unit.rows<RequestedMessage>(
    `insert into messages
       (organisation_id, id, channel, module_id, recipient, recipient_name, body, template_id, template_version,
        language, content, record_table, record_id, idempotency_key, state, error_code, error_message,
        requested_by, requested_by_member, created_at, at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (organisation_id, channel, idempotency_key) do nothing
     returning id, state, error_message as reason`,
    [
      scope.organisationId,
      uuidv7({ msecs: now.toMillis() }),
      request.channel,
      request.module,
      request.to,
      request.toName ?? null,
      request.text ?? null,
      request.template?.id ?? null,
      request.template?.version ?? null,
      request.template?.language || null,
      request.content ? JSON.stringify(request.content) : null,
      request.record?.table ?? null,
      request.record?.id ?? null,
      request.idempotencyKey,
      state,
      problem?.code ?? null,
      problem?.message ?? null,
      scope.actor.kind === 'system' ? 'Karkhana' : scope.actor.name,
      scope.actor.memberId ?? null,
      now.toJSDate(),
      now.toJSDate(),
    ]
  )
  if (!created) return known(unit, request)
  if (created.state === 'queued') await unit.dispatch(deliverMessage, { messageId: created.id })
  return created
}

async function known(
  unit: Unit,
  { channel, idempotencyKey }: MessageRequest
): Promise<RequestedMessage> {
  const [message] = await unit.rows<RequestedMessage>(
    `select id, state, error_message as reason from messages
      where organisation_id = ? and channel = ? and idempotency_key = ?`,
    [unit.scope.organisationId, channel, idempotencyKey]
  )
  return message
}
