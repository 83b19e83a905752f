import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '@karkhana/kernel/http'
import { formatRupees, asPaise } from '@karkhana/kernel/money'
import { recordPayment } from '../services/payments.ts'
import { paymentView } from '../transformers/invoice.ts'
import { paymentValidator } from '../validators/payments.ts'

/** Money received for invoices. */
export default class PaymentsController {
  /** The key comes in the body, or in the header `Idempotency-Key`. */
  async store(ctx: HttpContext) {
    const { request, params } = ctx
    const header = request.header('idempotency-key')
    const body = request.all()
    const input = await paymentValidator.validate({
      ...body,
      idempotencyKey: body.idempotencyKey ?? header,
    })
    const payment = await recordPayment(ctx.scope, params.id, {
      ...input,
      amount: asPaise(input.amount),
    })
    return reply(ctx).saved(paymentView(payment), {
      to: `/invoicing/${params.id}`,
      message: `Payment of ${formatRupees(payment.amount)} recorded as ${payment.number}.`,
      created: true,
    })
  }
}
