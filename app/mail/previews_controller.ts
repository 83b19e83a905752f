import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../http/reply.ts'
import { listMails, previewMail } from './declared.ts'

/** The e-mails that the modules send, with made-up data. */
export default class PreviewsController {
  async index(ctx: HttpContext) {
    const mails = await listMails(ctx.scope)
    if (ctx.surface === 'api') return { data: mails }
    return reply(ctx).page('kernel::settings/message_previews', { mails })
  }

  async show(ctx: HttpContext) {
    const mail = await previewMail(ctx.scope, ctx.params.mail)
    if (ctx.surface === 'api') return { data: mail }
    return reply(ctx).page('kernel::settings/message_preview', { mail })
  }
}
