import type { Scope } from '@karkhana/kernel'
import type { JobStatus } from '../contracts.ts'
import type Job from '../models/job.ts'

/** Tells other modules that a job card has another status, in the unit that changes it. */
export async function announceStatus(
  scope: Scope,
  job: Job,
  { from, transition }: { from: JobStatus; transition: string }
) {
  await scope.work(async (unit) => {
    await unit.emit(
      'jobcards.job_status_changed@1',
      { ...facts(job), transition, from, to: job.status },
      { record: job.id }
    )
    if (job.status !== 'delivered') return
    await unit.emit(
      'jobcards.job_delivered@1',
      { ...facts(job), deliveredAt: job.deliveredAt!.toUTC().toISO()! },
      { record: job.id }
    )
  })
}

function facts({ id, number, ticketId, contactId, vehicleId, branchId, technicianId }: Job) {
  return { jobId: id, number, ticketId, contactId, vehicleId, branchId, technicianId }
}
