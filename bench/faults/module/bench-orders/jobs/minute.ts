import { v7 as uuidv7 } from 'uuid'
import { defineJob } from '@karkhana/kernel/jobs'

/** Leaves a row for each run of the schedule that was asked for. */
export default defineJob<{ dueAt: string }>({
  name: 'bench-orders.minute',
  retryLimit: 20,
  retryDelay: 1,
  timeout: 20,
  parse: (payload) => payload as { dueAt: string },
  async handle(scope, { dueAt }, run) {
    await scope.work((unit) =>
      unit.rows(
        `insert into bench_orders_minutes (organisation_id, id, due_at, run_id)
         values (?, ?, ?, ?) on conflict (organisation_id, run_id) do nothing`,
        [scope.organisationId, uuidv7(), dueAt, run.id]
      )
    )
  },
})
