import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '@karkhana/kernel/http'
import { emailInvoice } from '../services/messages.ts'
import { printInvoice } from '../services/print.ts'
import { messageView } from '../transformers/invoice.ts'
import { emailValidator } from '../validators/invoices.ts'

/** An invoice on paper and by e-mail. */
export default class InvoiceDocumentsController {
  async pdf({ scope, params, response }: HttpContext) {
    const { name, content } = await printInvoice(scope, params.id)
    response.header('content-type', 'application/pdf')
    response.header('content-disposition', `inline; filename="${name}"`)
    response.header('cache-control', 'private, no-store')
    return response.send(Buffer.from(content))
  }

  async email(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(emailValidator)
    const message = await emailInvoice(ctx.scope, ctx.params.id, input)
    return reply(ctx).saved(messageView(message), {
      to: `/invoicing/${ctx.params.id}`,
      message: `The invoice goes to ${message.toAddress}.`,
      created: true,
    })
  }
}
