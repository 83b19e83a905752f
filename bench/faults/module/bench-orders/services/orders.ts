import { v7 as uuidv7 } from 'uuid'
import { nextNumber, type Scope } from '@karkhana/kernel'
import settle from '../jobs/settle.ts'

/** What a client asks for. */
export interface OrderInput {
  customerId: string
  /** The client's own name of the order. */
  reference: string
  /** Whether an order with this reference is the same order; else the `Idempotency-Key` alone tells. */
  named: boolean
}

/** Places an order: its row, its number, its event and its job stand or fall together. */
export async function placeOrder(scope: Scope, { customerId, reference, named }: OrderInput) {
  return scope.work(async (unit) => {
    if (named) {
      await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [reference])
      const [known] = await unit.rows<{ id: string; number: string }>(
        'select id, number from bench_orders_orders where organisation_id = ? and reference = ?',
        [scope.organisationId, reference]
      )
      if (known) return known
    }
    const id = uuidv7()
    const number = await nextNumber(unit, {
      series: 'bench-orders.order',
      branch: scope.branch,
      date: scope.now().toISODate()!,
    })
    await unit.table('bench_orders_orders').insert({
      organisation_id: scope.organisationId,
      id,
      reference,
      number,
      customer_id: customerId,
    })
    await unit.emit(
      'bench-orders.order_placed@1',
      { orderId: id, customerId },
      { record: customerId }
    )
    await unit.dispatch(settle, { orderId: id, step: 'confirm' })
    return { id, number }
  })
}
