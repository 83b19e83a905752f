import { v7 as uuidv7 } from 'uuid'
import { defineJob } from '@karkhana/kernel/jobs'

/** Calls the service outside by the id of the run, then notes the effect by the same key. */
export default defineJob<{ orderId: string; step: string }>({
  name: 'bench-orders.settle',
  retryLimit: 20,
  retryDelay: 1,
  timeout: 20,
  parse: (payload) => payload as { orderId: string; step: string },
  async handle(scope, { orderId, step }, run) {
    const answer = await fetch(`${process.env.BENCH_GATEWAY}/charges`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': run.id },
      body: JSON.stringify({ orderId, step, pid: process.pid }),
      signal: AbortSignal.timeout(5_000),
    })
    if (!answer.ok) throw new Error(`The gateway answered ${answer.status}`)
    await scope.work((unit) =>
      unit.rows(
        `insert into bench_orders_effects (organisation_id, id, order_id, step, run_id)
         values (?, ?, ?, ?, ?) on conflict (organisation_id, run_id) do nothing`,
        [scope.organisationId, uuidv7(), orderId, step, run.id]
      )
    )
  },
})
