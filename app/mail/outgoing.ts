import { createHash } from 'node:crypto'
import type { MailManager } from '@adonisjs/mail'
import type { MailManagerTransportFactory, Recipient } from '@adonisjs/mail/types'
import { ensureOutside } from '../outside/ensure_outside.ts'
import { checkOutgoing } from './check_outgoing.ts'
import { classifyError } from './classify_error.ts'
import { MailNotConfiguredError, MailTransientError } from './errors.ts'

/** One recipient; the name is what people read, the address where it goes. */
export interface MailAddress {
  name?: string
  address: string
}

/** A file that goes along with a message. */
export interface MailAttachment {
  name: string
  /** `application/pdf` */
  contentType: string
  content: Uint8Array
}

/** A message ready to be handed to a mail server. */
export interface OutgoingMail {
  /** Shown as sender before the address of the deployment; usually the organisation's name. */
  fromName?: string
  to: MailAddress[]
  cc?: MailAddress[]
  replyTo?: MailAddress
  subject: string
  html: string
  text: string
  attachments: MailAttachment[]
  /**
   * The same for every attempt to send this message. It becomes the Message-ID, by which receivers
   * drop a second copy, and the idempotency key of senders that know one.
   */
  idempotencyKey: string
  /** Comes back with what the service tells of the message later; letters, digits, `_` and `-` alone. */
  tags?: Record<string, string>
  /** Where the mail comes back to if it cannot be delivered, instead of the sender; of plain mail servers. */
  returnPath?: string | null
  /** Address at which the reader asks for no more of this kind, by one click of their mail program (RFC 8058). */
  unsubscribe?: string | null
}

/** What the mail server answered. `rejected` addresses got nothing; the others did. */
export interface MailDelivery {
  messageId: string
  /** How the service itself calls the message; `null` of a plain mail server. */
  providerId: string | null
  rejected: string[]
}

/** Milliseconds one delivery may take. */
const TIMEOUT = 60_000

type Manager = Pick<MailManager<Record<string, MailManagerTransportFactory>>, 'use' | 'config'>

/**
 * Hands one message to the mail server of this deployment. Called from a job, never inside
 * `scope.work`; a job tries again unless the error is `permanent`.
 *
 * @throws MailInvalidError, MailRefusedError, MailTransientError, MailNotConfiguredError
 */
export async function deliver(
  mail: OutgoingMail,
  options: { manager?: Manager; timeout?: number } = {}
): Promise<MailDelivery> {
  ensureOutside('The mail server')
  checkOutgoing(mail)
  const manager = options.manager ?? (await mailManager())
  const from = senderOf(manager.config.from, mail.fromName)
  const messageId = messageIdOf(mail.idempotencyKey, from.address)

  const sending = manager.use().send(
    (message) => {
      message.from(from.address, from.name).subject(mail.subject).html(mail.html).text(mail.text)
      for (const { address, name } of mail.to) message.to(address, name)
      message.cc((mail.cc ?? []).map(recipient))
      if (mail.replyTo) message.replyTo(mail.replyTo.address, mail.replyTo.name)
      for (const { name, contentType, content } of mail.attachments) {
        message.attachData(Buffer.from(content), { filename: name, contentType })
      }
      message.messageId(messageId)
      const { returnPath, unsubscribe } = mail
      if (returnPath) message.envelope({ from: returnPath, to: recipientsOf(mail) })
      if (unsubscribe) {
        message.header('List-Unsubscribe', `<${unsubscribe}>`)
        message.header('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click')
      }
    },
    { idempotencyKey: mail.idempotencyKey, ...(mail.tags && { tags: mail.tags }) }
  )
  try {
    const response = await withTimeout(sending, options.timeout ?? TIMEOUT)
    const original: unknown = response?.original
    return { messageId, providerId: providerIdIn(original), rejected: rejectedIn(original) }
  } catch (error) {
    throw classifyError(error)
  }
}

/** The manager of the running application; `fake()` and `restore()` of its service apply. */
async function mailManager(): Promise<Manager> {
  const { default: manager } = await import('@adonisjs/mail/services/main')
  return manager as Manager
}

function senderOf(from: Recipient | undefined, name: string | undefined) {
  if (!from) throw new MailNotConfiguredError('MAIL_FROM')
  if (typeof from === 'string') return { name: name ?? '', address: from }
  return { name: name ?? from.name, address: from.address }
}

function recipient({ name, address }: MailAddress) {
  return { name: name ?? '', address }
}

/** Everybody who gets it, as the envelope names them. */
const recipientsOf = ({ to, cc = [] }: OutgoingMail) => [...to, ...cc].map(({ address }) => address)

function messageIdOf(key: string, sender: string): string {
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 40)
  return `<${digest}@${sender.slice(sender.lastIndexOf('@') + 1)}>`
}

function providerIdIn(original: unknown): string | null {
  const { id } = (original ?? {}) as { id?: unknown }
  return typeof id === 'string' ? id : null
}

function rejectedIn(original: unknown): string[] {
  const rejected = (original as { rejected?: (string | { address: string })[] } | undefined)
    ?.rejected
  return (rejected ?? []).map((entry) => (typeof entry === 'string' ? entry : entry.address))
}

async function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new MailTransientError(`the server did not answer within ${milliseconds} ms.`))
  }, milliseconds)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
