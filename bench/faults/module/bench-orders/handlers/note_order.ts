import { v7 as uuidv7 } from 'uuid'
import { once } from '@karkhana/kernel'
import { defineHandler } from '@karkhana/kernel/module'
import settle from '../jobs/settle.ts'
import '../contracts.ts'

/** Leaves a row, numbered in the order of handling, and has the order shipped: once for each event. */
export default defineHandler<'bench-orders.order_placed@1'>({
  name: 'bench-orders.note_order',
  event: 'bench-orders.order_placed@1',
  parse: (payload) => payload as { orderId: string; customerId: string },
  async handle(scope, { orderId }, run) {
    await once(scope, run, 'bench-orders.note_order', async (unit) => {
      await unit.table('bench_orders_handled').insert({
        organisation_id: scope.organisationId,
        id: uuidv7(),
        order_id: orderId,
        event_id: run.id,
      })
      await unit.dispatch(settle, { orderId, step: 'ship' })
    })
  },
})
