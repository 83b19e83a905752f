import { ensureVisible, type Scope } from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import type {} from '@karkhana/invoicing/contracts'
import { JobInvoicedError, MissingReasonError } from '../errors.ts'
import Job from '../models/job.ts'
import { recordEvent } from './events.ts'
import { ensureActive } from './jobs.ts'
import { JOBS } from '../records.ts'

/**
 * Cancels a card: it keeps number and status and can no longer be changed.
 *
 * @throws NotFoundError, VersionConflictError, MissingReasonError
 * @throws JobCancelledError, JobDeliveredError, JobInvoicedError
 */
export async function cancelJob(
  scope: Scope,
  id: string,
  { reason, version }: { reason: string; version?: number }
): Promise<Job> {
  if (!reason.trim()) throw new MissingReasonError()
  return scope.work(async () => {
    const job = await lockForUpdate(Job, id, { version, what: 'job card' })
    ensureVisible(scope, JOBS, job)
    ensureActive(job)
    await ensureNotInvoiced(scope, job)
    await job.merge({ cancelledAt: scope.now(), cancelReason: reason }).save()
    await recordEvent(scope, job, { transition: 'cancel', from: job.status, reason })
    return job
  })
}

/** A draft invoice counts too: it would bill work that is not done. */
async function ensureNotInvoiced(scope: Scope, job: Job) {
  if (job.invoiceNumber) throw new JobInvoicedError(job.invoiceNumber)
  const invoices = await scope.contract('invoicing.invoices@1')
  const invoice = await invoices?.forJob(scope, job.id)
  if (invoice) throw new JobInvoicedError(invoice.number ?? '(draft)')
}
