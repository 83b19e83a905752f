import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { storageFolder } from '../storage_folder.ts'

/** A file of a kept message, without its bytes. */
export interface KeptAttachment {
  name: string
  contentType: string
  /** Bytes. */
  size: number
}

/** A message as the mailbox keeps it. Addresses are written out: `Raj Kumar <raj@example.com>`. */
export interface KeptMessage {
  /** UUIDv7: sorts by time. */
  id: string
  /** Instant, ISO 8601, UTC. */
  at: string
  /** An e-mail when left out. Of texts `to` holds the phone number, of what is told in the app the reader. */
  channel?: 'sms' | 'whatsapp' | 'app'
  messageId: string | null
  from: string
  to: string[]
  cc: string[]
  replyTo: string[]
  subject: string
  html: string | null
  text: string | null
  attachments: KeptAttachment[]
}

export type NewMessage = Omit<KeptMessage, 'id' | 'at' | 'attachments'> & {
  attachments: { name: string; contentType: string; content: Uint8Array }[]
}

/** What is looked for: words in any case, a channel (`mail` for e-mails). */
export interface MailboxSearch {
  term?: string
  channel?: string
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/
const MESSAGE_FILE = 'message.json'

/** Messages kept; the oldest goes when one more arrives. */
const RETENTION = 500

/**
 * The messages that development and tests would have sent, one folder each. No part of a message
 * becomes part of a path, and a message appears whole or not at all.
 */
export class Mailbox {
  readonly #folder: string
  readonly #retention: number

  constructor(folder: string, options: { retention?: number } = {}) {
    this.#folder = folder
    this.#retention = options.retention ?? RETENTION
  }

  async add({ attachments, ...message }: NewMessage): Promise<KeptMessage> {
    const kept: KeptMessage = {
      ...message,
      id: uuid(),
      at: new Date().toISOString(),
      attachments: attachments.map(({ name, contentType, content }) => ({
        name,
        contentType,
        size: content.byteLength,
      })),
    }
    const unfinished = join(this.#folder, `.${kept.id}`)
    await mkdir(unfinished, { recursive: true })
    for (const [index, { content }] of attachments.entries()) {
      await writeFile(join(unfinished, attachmentFile(index)), content)
    }
    await writeFile(join(unfinished, MESSAGE_FILE), JSON.stringify(kept))
    await rename(unfinished, join(this.#folder, kept.id))
    await this.#retire()
    return kept
  }

  /** One page, newest first. `before` is the id of the last message of the page before. */
  async list(options: { before?: string; limit?: number; search?: MailboxSearch } = {}): Promise<{
    messages: KeptMessage[]
    nextCursor: string | null
  }> {
    const { before, limit = 50, search } = options
    const ids = (await this.#ids()).filter((id) => !before || id < before)
    if (search?.term || search?.channel) return this.#found(ids, limit, search)
    const messages = await Promise.all(ids.slice(0, limit).map((id) => this.read(id)))
    return {
      messages: messages.filter((message) => message !== null),
      nextCursor: ids.length > limit ? ids[limit - 1] : null,
    }
  }

  /** The same of messages that a search finds; it reads until it has a page. */
  async #found(ids: string[], limit: number, search: MailboxSearch) {
    const messages: KeptMessage[] = []
    for (const id of ids) {
      const message = await this.read(id)
      if (!message || !matches(message, search)) continue
      if (messages.length === limit) return { messages, nextCursor: messages.at(-1)!.id }
      messages.push(message)
    }
    return { messages, nextCursor: null }
  }

  /** One message, or `null` if there is none with this id. */
  async read(id: string): Promise<KeptMessage | null> {
    if (!ID.test(id)) return null
    try {
      return JSON.parse(await readFile(join(this.#folder, id, MESSAGE_FILE), 'utf8')) as KeptMessage
    } catch (error) {
      return ifMissing(error, null)
    }
  }

  /** One file of a message with its bytes, or `null`. */
  async attachment(
    id: string,
    index: number
  ): Promise<(KeptAttachment & { content: Uint8Array }) | null> {
    const found = (await this.read(id))?.attachments[index]
    if (!found) return null
    return { ...found, content: await readFile(join(this.#folder, id, attachmentFile(index))) }
  }

  /** Removes every message. */
  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #ids(): Promise<string[]> {
    try {
      return (await readdir(this.#folder))
        .filter((name) => ID.test(name))
        .sort()
        .reverse()
    } catch (error) {
      return ifMissing(error, [])
    }
  }

  async #retire() {
    for (const id of (await this.#ids()).slice(this.#retention)) {
      await rm(join(this.#folder, id), { recursive: true, force: true })
    }
  }
}

function matches(message: KeptMessage, { term, channel }: MailboxSearch): boolean {
  if (channel && (message.channel ?? 'mail') !== channel) return false
  if (!term) return true
  const { from, to, cc, subject, text } = message
  const words = [from, ...to, ...cc, subject, text ?? ''].join('\n').toLowerCase()
  return words.includes(term.toLowerCase())
}

const attachmentFile = (index: number) => `attachment-${index}`

function ifMissing<T>(error: unknown, value: T): T {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return value
  throw error
}

/** Folder of the mailbox. */
export function mailboxFolder(app: { inTest: boolean; makePath(...paths: string[]): string }) {
  return storageFolder(app, 'mailbox')
}
