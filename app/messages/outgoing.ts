import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { statesBefore, type Channel, type MessageState } from './states.ts'

/** A message that waits to be sent, as its channel reads it. */
export interface OutgoingMessage {
  id: string
  channel: Channel
  moduleId: string
  to: string
  toName: string | null
  /** Text of a message without HTML. */
  text: string | null
  templateId: string | null
  language: string | null
  content: MessageContent | null
  createdAt: Date
  requestedByMember: string | null
  record: { table: string; id: string } | null
}

/** A member whom a message tells something of a reason, and whose quiet hours it waits for. */
export interface QuietFor {
  userId: string
  reason: string
}

/** What the template of a message is filled with. */
export interface MessageContent {
  data: object
  quietFor?: QuietFor
  replyTo?: { name?: string; address: string }
}

/**
 * By which services and mail programs know a second copy of the message. The key that a module gives keeps messages of
 * one organisation and channel apart, and several organisations go through one account of a service: there this one
 * must not be that of another.
 */
export const deliveryKey = (scope: Scope, { id }: Pick<OutgoingMessage, 'id'>) =>
  `messages/${scope.organisationId}/${id}`

/** How a channel handed a message over. */
export interface Handed {
  /** How the service calls the message. */
  providerId: string | null
  driverId: string | null
  /** What the words were in the end. */
  subject?: string
  language?: string
  templateVersion?: number
}

/** Seconds that one worker has a message in hand; longer than any attempt takes. */
const IN_HAND = 180

/** The message while it waits to be sent; nothing once it went, failed, or was erased. */
export async function waitingMessage(
  scope: Scope,
  id: string
): Promise<OutgoingMessage | undefined> {
  const [message] = await scope.read((unit) =>
    unit.rows<Omit<OutgoingMessage, 'record'> & { table: string | null; recordId: string | null }>(
      `select id, channel, module_id as "moduleId", recipient as "to", recipient_name as "toName", body as text,
              template_id as "templateId", language, content,
              created_at as "createdAt", requested_by_member as "requestedByMember",
              record_table as "table", record_id as "recordId"
         from messages
        where organisation_id = ? and id = ? and state = 'queued' and recipient is not null
          and (body is not null or content is not null)`,
      [scope.organisationId, id]
    )
  )
  if (!message) return undefined
  const { table, recordId, ...rest } = message
  return { ...rest, record: table && recordId ? { table, id: recordId } : null }
}

/**
 * Takes the message in hand, so that no other worker sends it meanwhile; by the clock of the database.
 * @returns false when another one has it, or it waits no more
 */
export async function takeInHand(scope: Scope, id: string): Promise<boolean> {
  const [taken] = await scope.work((unit) =>
    unit.rows(
      `update messages set claimed_until = clock_timestamp() + interval '${IN_HAND} seconds'
        where organisation_id = ? and id = ? and state = 'queued'
          and (claimed_until is null or claimed_until <= clock_timestamp())
        returning id`,
      [scope.organisationId, id]
    )
  )
  return taken !== undefined
}

/** What is noted of an attempt, or of news of the service. */
export interface Outcome {
  state: MessageState
  attempt?: number
  driverId?: string | null
  handed?: Handed
  problem?: { code: string; message: string } | null
}

/**
 * Notes where a message stands now, if that may follow from where it stood: what went is never on its way again.
 * @returns whether it was noted
 */
export async function noteOutcome(unit: Unit, id: string, outcome: Outcome): Promise<boolean> {
  const { scope } = unit
  const { state, attempt = null, handed, problem = null } = outcome
  const driverId = handed?.driverId ?? outcome.driverId ?? null
  const now = scope.now().toJSDate()
  const before = state === 'queued' ? ['queued'] : statesBefore(state)
  const [noted] = await unit.rows(
    `update messages
        set state = ?, claimed_until = null, at = ?, attempts = coalesce(?, attempts),
            driver_id = coalesce(?, driver_id), provider_id = coalesce(?, provider_id),
            subject = coalesce(?, subject), language = coalesce(?, language),
            template_version = coalesce(?, template_version), error_code = ?, error_message = ?,
            sent_at = case when ? = 'sent' then ?::timestamptz else sent_at end,
            delivered_at = case when ? = 'delivered' then ?::timestamptz else delivered_at end,
            read_at = case when ? = 'read' then ?::timestamptz else read_at end
      where organisation_id = ? and id = ? and state = any(?)
      returning id`,
    [
      state,
      now,
      attempt,
      driverId,
      handed?.providerId ?? null,
      handed?.subject ?? null,
      handed?.language ?? null,
      handed?.templateVersion ?? null,
      problem?.code ?? null,
      problem?.message ?? null,
      state,
      now,
      state,
      now,
      state,
      now,
      scope.organisationId,
      id,
      before,
    ]
  )
  return noted !== undefined
}
