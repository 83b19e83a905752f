import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { qrDataUri } from '../qr.ts'
import { listPaymentDetails, updatePaymentDetails } from './update_payment_details.ts'
import { upiLink } from './upi.ts'
import { paymentDetailsValidator } from './validators.ts'

const PAGE = '/settings/payment-details'

/** Where customers pay: bank account and UPI id of the organisation and of its branches. */
export default class PaymentDetailsController {
  async index(ctx: HttpContext) {
    const { scope } = ctx
    const places = await listPaymentDetails(scope)
    if (ctx.surface === 'api') return { data: places }
    const { legalName } = scope.organisation
    return reply(ctx).page('kernel::settings/payment_details', {
      places: places.map((place) => ({
        ...place,
        name: scope.branches.find(({ id }) => id === place.branchId)?.name ?? null,
        // To be tried by a phone before the first bill carries it
        code: place.upiId
          ? qrDataUri(upiLink({ upiId: place.upiId, payee: place.accountName ?? legalName }))
          : null,
      })),
      limited: scope.branchIds !== null,
    })
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(paymentDetailsValidator)
    const saved = await updatePaymentDetails(ctx.scope, input)
    return reply(ctx).saved(
      { ...saved },
      { to: PAGE, message: 'Bills say from now on where to pay.' }
    )
  }
}
