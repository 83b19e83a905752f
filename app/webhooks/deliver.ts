import type { Logger } from '@adonisjs/core/logger'
import type { Handled } from '../events/handle.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { BACK_OFF } from './back_off.ts'
import { signingSecrets } from './endpoint_secret.ts'
import { noteFailure, noteSuccess } from './failing.ts'
import { claimMessage, type Message } from './messages.ts'
import { post, type Answer } from './post.ts'
import { signatureHeaders } from './sign.ts'

/**
 * Sends the next message of the organisation that is due.
 * @returns what became of it, `null` when nothing is due
 */
export async function sendNext(
  scope: Scope,
  { at, logger }: { at: Date; logger?: Logger }
): Promise<Handled | null> {
  const message = await claimMessage(scope, at)
  if (message === null || message === 'waiting') return message
  const answer = await send(scope, message, at)
  const state = stateAfter(message, answer)
  await scope.work(async (unit) => {
    const noted = await note(unit, message, answer, state, at)
    if (!noted) return
    if (state === 'done') await noteSuccess(unit, message.endpoint_id)
    else await noteFailure(unit, message.endpoint_id, answer, at)
  })
  if (state !== 'done') {
    const { endpoint_id: endpointId, message_id: messageId, attempts } = message
    logger?.warn({ endpointId, messageId, attempts, error: answer.error }, 'webhook not delivered')
  }
  return state
}

async function send(scope: Scope, message: Message, at: Date): Promise<Answer> {
  const { endpoint_id: endpointId, message_id: id, body, url, old_key_until: until } = message
  const secrets = await signingSecrets(scope, endpointId, until !== null && until > at)
  const timestamp = Math.floor(Date.now() / 1000)
  return post(url, signatureHeaders({ id, timestamp, body }, secrets), body)
}

function stateAfter({ attempts, name }: Message, { error }: Answer): 'done' | 'failed' | 'dead' {
  if (!error) return 'done'
  // A test is sent once: whoever asked for it is looking on.
  if (name === TEST_NAME) return 'dead'
  return BACK_OFF[attempts - 1] === undefined ? 'dead' : 'failed'
}

/** Name of the message that the button sends. */
export const TEST_NAME = 'webhook.test'

/** @returns false when somebody else has taken the message meanwhile */
async function note(
  unit: Unit,
  { id, attempts, deaths, claimed_by: claimedBy }: Message,
  answer: Answer,
  state: 'done' | 'failed' | 'dead',
  at: Date
): Promise<boolean> {
  const delay = BACK_OFF[attempts - 1] ?? 0
  const rows = await unit.rows(
    `update webhook_deliveries
        set state = ?, claimed_by = null, last_attempt_at = ?, last_status = ?, last_error = ?, last_answer = ?, duration_ms = ?,
            next_attempt_at = ?, delivered_at = ?
      where organisation_id = ? and id = ? and state = 'running' and attempts = ? and deaths = ?
        and claimed_by is not distinct from ?::uuid returning id`,
    [
      state,
      at,
      answer.status,
      answer.error,
      answer.snippet,
      answer.durationMs,
      new Date(at.getTime() + delay * 1000),
      state === 'done' ? at : null,
      unit.scope.organisationId,
      id,
      attempts,
      deaths,
      claimedBy,
    ]
  )
  return rows.length > 0
}
