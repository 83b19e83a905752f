import { MailResponse } from '@adonisjs/mail'
import { JSONTransport } from '@adonisjs/mail/transports/json'
import type { MailTransportContract, NodeMailerMessage } from '@adonisjs/mail/types'
import { Mailbox, type KeptMessage } from './mailbox.ts'

export interface MailboxConfig {
  /** Absolute path; made when the first message arrives. */
  folder: string
}

/** A message as nodemailer's JSON transport writes it: addresses parsed, contents in base64. */
interface ComposedMessage {
  from: ComposedAddress
  to?: ComposedAddress[]
  cc?: ComposedAddress[]
  replyTo?: ComposedAddress[]
  subject?: string
  html?: string
  text?: string
  attachments?: { filename?: string; contentType?: string; content?: string; encoding?: string }[]
}

interface ComposedAddress {
  name?: string
  address: string
}

/** Keeps messages in a folder instead of sending them; what development and tests use. */
export class MailboxTransport implements MailTransportContract {
  readonly #mailbox: Mailbox
  readonly #composer = new JSONTransport()

  constructor(config: MailboxConfig) {
    this.#mailbox = new Mailbox(config.folder)
  }

  async send(message: NodeMailerMessage): Promise<MailResponse<KeptMessage>> {
    const { original, messageId, envelope } = await this.#composer.send(message)
    const composed = JSON.parse(original.message) as ComposedMessage
    const kept = await this.#mailbox.add({
      messageId,
      from: addressText(composed.from),
      to: (composed.to ?? []).map(addressText),
      cc: (composed.cc ?? []).map(addressText),
      replyTo: (composed.replyTo ?? []).map(addressText),
      subject: composed.subject ?? '',
      html: composed.html ?? null,
      text: composed.text ?? null,
      attachments: (composed.attachments ?? []).map((attachment, index) => ({
        name: attachment.filename ?? `attachment-${index + 1}`,
        contentType: attachment.contentType ?? 'application/octet-stream',
        content: Buffer.from(attachment.content ?? '', encodingOf(attachment.encoding)),
      })),
    })
    return new MailResponse(messageId, envelope, kept)
  }
}

function addressText({ name, address }: ComposedAddress): string {
  return name ? `${name} <${address}>` : address
}

const encodingOf = (encoding?: string) => (encoding === 'base64' ? 'base64' : 'utf8')
