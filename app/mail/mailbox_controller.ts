import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../errors.ts'
import { reply } from '../http/reply.ts'
import { Mailbox, mailboxFolder, type KeptMessage } from './mailbox.ts'

/** A message on the page; the attachments carry the address they are downloaded from. */
type MessageView = Omit<KeptMessage, 'html' | 'text' | 'attachments'> & {
  attachments: { name: string; size: number; href: string }[]
}

/**
 * The developer's mailbox at `/dev/mail`. It shows every message of the deployment to everybody who
 * opens it, and therefore answers 404 in production.
 */
export default class MailboxController {
  async index(ctx: HttpContext) {
    const asked = ctx.request.qs()
    const text = (name: string) => {
      const value: unknown = asked[name]
      return typeof value === 'string' ? value.trim().slice(0, 200) : ''
    }
    const search = { term: text('search'), channel: text('channel') }
    const { messages, nextCursor } = await this.#mailbox().list({
      before: text('cursor') || undefined,
      search,
    })
    return reply(ctx).page('kernel::dev/mail/index', {
      messages: messages.map(messageView),
      nextCursor,
      search,
    })
  }

  /** Forgets every message. */
  async clear(ctx: HttpContext) {
    await this.#mailbox().clear()
    return ctx.response.redirect('/dev/mail')
  }

  async show(ctx: HttpContext) {
    const message = await this.#mailbox().read(ctx.params.id)
    if (!message) throw new NotFoundError('message')
    const { html, text } = message
    return reply(ctx).page('kernel::dev/mail/show', {
      message: { ...messageView(message), html, text },
    })
  }

  /** The file as a download: it is never shown as a page of this server. */
  async attachment(ctx: HttpContext) {
    const index = /^\d{1,3}$/.test(ctx.params.index) ? Number(ctx.params.index) : -1
    const found = await this.#mailbox().attachment(ctx.params.id, index)
    if (!found) throw new NotFoundError('attachment')
    return ctx.response
      .header('content-type', found.contentType)
      .header('content-disposition', dispositionOf(found.name))
      .header('x-content-type-options', 'nosniff')
      .send(Buffer.from(found.content))
  }

  /** @throws NotFoundError in production */
  #mailbox(): Mailbox {
    if (app.inProduction) throw new NotFoundError('page')
    return new Mailbox(mailboxFolder(app))
  }
}

function messageView({ html, text, attachments, ...message }: KeptMessage): MessageView {
  return {
    ...message,
    attachments: attachments.map(({ name, size }, index) => ({
      name,
      size,
      href: `/dev/mail/${message.id}/attachments/${index}`,
    })),
  }
}

/** RFC 6266: a plain name for old readers, the real one for the others. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\w .-]/g, '_')
  const full = encodeURIComponent(name).replace(/['()*]/g, (char) => {
    return `%${char.charCodeAt(0).toString(16).toUpperCase()}`
  })
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}
