import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../http/reply.ts'
import { sayTo, type Say } from '../lang/say.ts'
import { listMails, previewMail, type DeclaredMail } from './declared.ts'

/** The e-mails that the modules send, with made-up data. */
export default class PreviewsController {
  async index(ctx: HttpContext) {
    const mails = await listMails(ctx.scope)
    if (ctx.surface === 'api') return { data: mails }
    const say = sayTo(ctx)
    return reply(ctx).page('kernel::settings/message_previews', {
      mails: mails.map((mail) => mailIn(say, mail)),
    })
  }

  async show(ctx: HttpContext) {
    const mail = await previewMail(ctx.scope, ctx.params.mail)
    if (ctx.surface === 'api') return { data: mail }
    return reply(ctx).page('kernel::settings/message_preview', { mail: mailIn(sayTo(ctx), mail) })
  }
}

/** A mail as the reader of the page calls it; what it says is in the language of whoever gets it. */
function mailIn<Mail extends DeclaredMail>(say: Say, mail: Mail): Mail {
  const { id, name } = mail.module
  return {
    ...mail,
    label: say(id, mail.label),
    description: mail.description && say(id, mail.description),
    module: { id, name: say(id, name) },
  }
}
