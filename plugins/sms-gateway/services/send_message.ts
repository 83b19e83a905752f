import { callService, ServiceUnreachableError, type ServiceAnswer } from '@karkhana/kernel'
import type { SettingsValues } from '@karkhana/kernel/module'
import { SmsRefusedError, SmsUnavailableError, type OutgoingSms } from '@karkhana/kernel/sms'
import type { SETTINGS } from '../settings.ts'
import { bodyOf, reasonOf, retryAfterOf } from './answers.ts'
import type { Turns } from './turns.ts'

/** Statuses below 500 that say nothing about the message: the key, the time, the rate. */
const PASSING = new Set([401, 403, 407, 408, 425, 429])

/** What the driver of an organisation works with. */
export interface Gateway {
  settings: SettingsValues<typeof SETTINGS>
  apiKey: string | null
  turns: Turns
}

/**
 * Hands one message to the provider, who knows it by its idempotency key: trying again never sends it twice.
 * @throws SmsRefusedError, SmsUnavailableError
 */
export async function sendMessage(
  message: OutgoingSms,
  { settings, apiKey, turns }: Gateway
): Promise<{ id: string }> {
  const { endpoint, sender, entity_id: entity, template_id: template, per_minute } = settings
  if (!endpoint || !sender || !apiKey) {
    throw new SmsUnavailableError('address, sender or key of the SMS gateway is missing.')
  }
  const wait = turns.take(message.idempotencyKey, Date.now())
  if (wait > 0) {
    throw new SmsUnavailableError(`${per_minute} messages a minute are allowed.`, undefined, {
      retryAfter: Math.ceil(wait / 1_000),
    })
  }
  const answer = await reach(endpoint, {
    method: 'POST',
    headers: {
      'authorization': `Bearer ${apiKey}`,
      'idempotency-key': message.idempotencyKey,
    },
    json: {
      to: message.to,
      sender,
      text: message.text,
      ...(entity && { entity_id: entity }),
      ...(template && { template_id: template }),
    },
  })
  return { id: acceptedId(answer) }
}

async function reach(
  url: string,
  call: { method: 'POST'; headers: Record<string, string>; json: unknown }
): Promise<ServiceAnswer> {
  try {
    return await callService({ url, ...call })
  } catch (error) {
    if (error instanceof ServiceUnreachableError) {
      throw new SmsUnavailableError(error.message, error)
    }
    throw error
  }
}

function acceptedId(answer: ServiceAnswer): string {
  const { status } = answer
  if (status >= 400 && status < 500 && !PASSING.has(status)) {
    throw new SmsRefusedError(reasonOf(answer))
  }
  if (status >= 300 && status < 400) {
    throw new SmsUnavailableError('the provider sends to another address; enter that one instead.')
  }
  if (status >= 400) {
    const retryAfter = retryAfterOf(answer, Date.now())
    throw new SmsUnavailableError(reasonOf(answer), undefined, { retryAfter })
  }
  const { id } = bodyOf(answer)
  if (typeof id === 'string' && id !== '' && id.length <= 200) return id
  if (Number.isSafeInteger(id)) return String(id)
  throw new SmsUnavailableError('the provider answered without the id of the message.')
}
