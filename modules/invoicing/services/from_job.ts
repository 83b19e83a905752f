import { NotFoundError, type Scope } from '@karkhana/kernel'
import type {} from '@karkhana/jobcards/contracts'
import type Invoice from '../models/invoice.ts'
import { createDraft } from './drafts.ts'
import type { DraftInput } from './draft_input.ts'

/**
 * The draft that a job card would become, not saved.
 * @throws NotFoundError, RuleError when there is nothing to bill or it is billed already
 */
export async function draftFromJob(
  scope: Scope,
  jobId: string
): Promise<DraftInput & { jobId: string; jobNumber: string; branchId: string }> {
  const billing = await scope.contract('jobcards.billing@1')
  if (!billing) throw new NotFoundError('job card')
  const job = await billing.billable(scope, jobId)
  return {
    jobId: job.jobId,
    jobNumber: job.number,
    branchId: job.branchId,
    contactId: job.contactId,
    vehicleId: job.vehicleId,
    date: scope.today(),
    priceMode: 'exclusive',
    lines: job.lines.map((line) => ({ ...line })),
  }
}

/** Saves the draft of a job card. */
export async function createDraftFromJob(scope: Scope, jobId: string): Promise<Invoice> {
  return scope.work(async () => {
    const { branchId: _branch, jobNumber: _number, ...input } = await draftFromJob(scope, jobId)
    return createDraft(scope, input)
  })
}
