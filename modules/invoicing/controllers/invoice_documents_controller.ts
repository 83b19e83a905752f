import type { HttpContext } from '@adonisjs/core/http'
import { printChoice } from '@karkhana/kernel/documents'
import { reply, sendPdf } from '@karkhana/kernel/http'
import { emailInvoice } from '../services/messages.ts'
import { printInvoice } from '../services/print.ts'
import { emailValidator } from '../validators/invoices.ts'

/** An invoice on paper and by e-mail. */
export default class InvoiceDocumentsController {
  async pdf(ctx: HttpContext) {
    const { name, content } = await printInvoice(ctx.scope, ctx.params.id, await printChoice(ctx))
    return sendPdf(ctx, content, name)
  }

  async email(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(emailValidator)
    const message = await emailInvoice(ctx.scope, ctx.params.id, input)
    return reply(ctx).saved(message, {
      to: `/invoicing/${ctx.params.id}`,
      message: `The invoice goes to ${message.to}.`,
      created: true,
    })
  }
}
