import { defineJob } from '@karkhana/kernel/jobs'
import { askCustomer, type Delivered } from '../services/ask.ts'

/** Asks one customer how the visit was. */
export default defineJob<Delivered & Record<string, unknown>>({
  name: 'feedback.ask',
  parse(payload) {
    const job = payload as Record<string, unknown>
    for (const key of ['jobId', 'number', 'contactId', 'vehicleId', 'branchId']) {
      if (typeof job[key] !== 'string') throw new TypeError(`feedback.ask: "${key}" is missing`)
    }
    return job as unknown as Delivered & Record<string, unknown>
  },
  async handle(scope, { jobId, number, contactId, vehicleId, branchId, technicianId }, run) {
    await askCustomer(
      scope,
      { jobId, number, contactId, vehicleId, branchId, technicianId },
      run.id
    )
  },
})
