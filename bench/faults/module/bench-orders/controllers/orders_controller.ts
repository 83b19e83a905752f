import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { placeOrder } from '../services/orders.ts'

const validator = vine.create({
  customerId: vine.string().uuid(),
  reference: vine.string(),
  named: vine.boolean(),
})

export default class OrdersController {
  async store({ request, response, scope }: HttpContext) {
    const order = await placeOrder(scope, await request.validateUsing(validator))
    return response.created({ data: order })
  }
}
