import { ensureVisible, type Scope } from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import { ApprovalRefusedError } from '../errors.ts'
import Job from '../models/job.ts'
import JobApproval from '../models/job_approval.ts'
import type { ApprovalChannel } from '../status/looks.ts'
import { ensureActive } from './jobs.ts'
import { JOBS } from '../records.ts'

export interface ApprovalInput {
  /** Name of the person who agreed. */
  approvedBy: string
  channel: ApprovalChannel
  note?: string | null
  version?: number
}

const APPROVABLE: readonly string[] = ['awaiting_approval', 'in_progress', 'on_hold']

/**
 * Notes that the customer agreed to the present total. Never changed: a correction, or more work, is
 * a new approval.
 *
 * @throws NotFoundError, VersionConflictError, JobCancelledError, JobDeliveredError
 * @throws ApprovalRefusedError
 */
export async function recordApproval(
  scope: Scope,
  id: string,
  input: ApprovalInput
): Promise<JobApproval> {
  return scope.work(async () => {
    const job = await lockForUpdate(Job, id, { version: input.version, what: 'job card' })
    ensureVisible(scope, JOBS, job)
    ensureActive(job)
    if (!APPROVABLE.includes(job.status)) {
      throw new ApprovalRefusedError(
        'There is no estimate to approve now.',
        'Ask for approval first; work that is ready needs none.'
      )
    }
    return JobApproval.create({
      jobId: job.id,
      at: scope.now(),
      approvedBy: input.approvedBy,
      channel: input.channel,
      totalPaise: job.totalPaise,
      note: input.note ?? null,
      actorKind: scope.actor.kind,
      actorId: scope.actor.id,
    })
  })
}
