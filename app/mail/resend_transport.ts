import { MailResponse } from '@adonisjs/mail'
import { JSONTransport } from '@adonisjs/mail/transports/json'
import type { MailTransportContract, NodeMailerMessage, Recipient } from '@adonisjs/mail/types'
import { MailRefusedError, MailTransientError } from './errors.ts'

export interface ResendConfig {
  key: string
  baseUrl?: string
}

interface ResendReply {
  id?: string
  name?: string
  message?: string
}

/** Milliseconds the service may take to answer. */
const TIMEOUT = 30_000

type Attachments = NonNullable<NodeMailerMessage['attachments']>

/**
 * Sends by the Resend API. AdonisJS has a transport for it that cannot pass the idempotency key,
 * without which a retry after a time-out sends a second copy.
 */
export class ResendTransport implements MailTransportContract {
  readonly #config: Required<ResendConfig>
  readonly #composer = new JSONTransport()

  constructor(config: ResendConfig) {
    this.#config = { baseUrl: 'https://api.resend.com', ...config }
  }

  /** @throws MailRefusedError, MailTransientError */
  async send(
    message: NodeMailerMessage,
    config: { idempotencyKey?: string; tags?: Record<string, string> } = {}
  ): Promise<MailResponse<ResendReply>> {
    const { messageId, envelope } = await this.#composer.send({ ...message, attachments: [] })
    const reply = await this.#post(
      {
        from: message.from && mailboxText(message.from),
        to: message.to?.map(mailboxText),
        cc: message.cc?.map(mailboxText),
        bcc: message.bcc?.map(mailboxText),
        reply_to: message.replyTo?.map(mailboxText),
        subject: message.subject,
        html: message.html,
        text: message.text,
        headers: { ...textHeaders(message.headers), 'Message-ID': messageId },
        ...(config.tags && {
          tags: Object.entries(config.tags).map(([name, value]) => ({ name, value })),
        }),
        attachments: (message.attachments ?? []).map(attachmentBody),
      },
      config.idempotencyKey
    )
    return new MailResponse(reply.id ?? messageId, envelope, reply)
  }

  async #post(body: object, idempotencyKey?: string): Promise<ResendReply> {
    let response: Response
    try {
      response = await fetch(`${this.#config.baseUrl}/emails`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'authorization': `Bearer ${this.#config.key}`,
          ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
        },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT),
      })
    } catch (error) {
      throw new MailTransientError('Resend cannot be reached.', error)
    }
    const reply = (await response.json().catch(() => ({}))) as ResendReply
    if (response.ok) return reply
    throw failure(response.status, reply)
  }
}

/** 400 and 422 are about the message; the rest is about the account, the limit or the service. */
function failure(status: number, reply: ResendReply) {
  const reason = `Resend answered ${status}: ${reply.message ?? reply.name ?? 'no reason given'}`
  const permanent = status === 400 || status === 422
  return permanent ? new MailRefusedError(reason, undefined) : new MailTransientError(reason)
}

/** `"Raj Kumar" <raj@example.com>`, the name as a quoted string of RFC 5322, section 3.2.4. */
function mailboxText(recipient: Recipient): string {
  if (typeof recipient === 'string') return recipient
  if (!recipient.name) return recipient.address
  return `"${recipient.name.replace(/["\\]/g, '\\$&')}" <${recipient.address}>`
}

/** Headers as the service takes them: one text each. */
function textHeaders(headers: NodeMailerMessage['headers'] = {}): Record<string, string> {
  const entries: [string, unknown][] = Array.isArray(headers)
    ? headers.map(({ key, value }) => [key, value])
    : Object.entries(headers)
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  )
}

function attachmentBody({ filename, content, contentType }: Attachments[number]) {
  if (!Buffer.isBuffer(content)) {
    throw new MailRefusedError('an attachment has no content.', undefined)
  }
  return { filename, content: content.toString('base64'), content_type: contentType }
}
