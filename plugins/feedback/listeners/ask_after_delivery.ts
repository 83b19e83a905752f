import { once, settingsOf } from '@karkhana/kernel'
import { defineHandler } from '@karkhana/kernel/module'
import type {} from '@karkhana/jobcards/contracts'
import ask from '../jobs/ask.ts'
import { SETTINGS } from '../settings.ts'

const NAME = 'feedback.ask_after_delivery'

/** Some hours after the keys were handed over, the customer is asked. */
export default defineHandler<'jobcards.job_delivered@1'>({
  name: NAME,
  event: 'jobcards.job_delivered@1',
  replay: 'latest',
  parse(payload) {
    const event = payload as Record<string, unknown>
    for (const key of ['jobId', 'number', 'contactId', 'vehicleId', 'branchId', 'deliveredAt']) {
      if (typeof event[key] !== 'string') throw new TypeError(`"${key}" is missing`)
    }
    return payload as never
  },
  async handle(scope, event, run) {
    const { delay_hours: hours } = await settingsOf(scope, SETTINGS)
    const { jobId, number, contactId, vehicleId, branchId, technicianId } = event
    await once(scope, run, NAME, async (unit) => {
      await unit.dispatch(
        ask,
        { jobId, number, contactId, vehicleId, branchId, technicianId: technicianId ?? null },
        {
          uniqueKey: jobId,
          startAfter: new Date(Date.parse(event.deliveredAt) + hours * 3_600_000),
        }
      )
    })
  },
})
