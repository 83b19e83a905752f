import { isActive } from '../modules/gate.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { notingRun } from '../schedules/runs.ts'
import { systemScope, systemScopeFrom } from '../tenancy/open_scope.ts'
import type { ScopeAnswer } from '../tenancy/scope_answer.ts'
import type { Scope } from '../tenancy/scope.ts'
import { nameless } from './adopt.ts'
import { JobUnknownError, JobVersionError } from './errors.ts'
import type { AnyJob, JobAttempt, JobEnvelope, JobResult, JobRun, RunnableJob } from './job.ts'
import { park } from './parking.ts'
import { quietRun } from './run.ts'

/**
 * Runs one envelope in the scope of its organisation, if it has one. While the module is off there, or the
 * organisation is suspended, the job is parked and comes back when that ends. `answer` is what a scope is made from,
 * where that was read a moment ago.
 * @returns what the handler returned
 * @throws JobUnknownError, JobVersionError, and what the handler throws
 */
export async function runEnvelope(
  jobs: ReadonlyMap<string, RunnableJob>,
  envelope: JobEnvelope,
  attempt: JobAttempt & Partial<JobRun>,
  answer: ScopeAnswer | null = null
): Promise<JobResult | void> {
  const job = jobs.get(envelope.job)
  if (!job) {
    if (await waitsForRepair(envelope, attempt.id)) return
    throw new JobUnknownError(envelope.job)
  }
  if (envelope.version > job.version) throw new JobVersionError(job.name, envelope.version)
  const run = 'signal' in attempt ? (attempt as JobRun) : quietRun(attempt)
  if (job.worksFor === 'deployment') return job.handle(job.parse(envelope.payload), run)
  const { organisationId, requestId } = envelope
  if (!organisationId) throw new Error(`${envelope.job} was queued without an organisation`)
  for (let asked = answer; ; asked = null) {
    const [name, id] = [envelope.job, requestId ?? undefined]
    const scope = asked
      ? systemScopeFrom(asked, name, id)
      : await systemScope(organisationId, name, id)
    if (mayRun(scope, job)) {
      const kept: { result?: JobResult | void } = {}
      await notingRun(scope, envelope.scheduleRun, { job, run }, async () => {
        kept.result = await job.handle(scope, job.parse(envelope.payload), run)
      })
      return kept.result
    }
    if (await park(scope, job, envelope, run.id)) return
  }
}

/** A module that is out of order may not even say which jobs it has; they wait with the others. */
async function waitsForRepair(envelope: JobEnvelope, id: string): Promise<boolean> {
  const { job, organisationId, requestId } = envelope
  const unknown = nameless(job)
  if (!organisationId || !installedRegistry().quarantine.has(unknown.module)) return false
  const scope = await systemScope(organisationId, job, requestId ?? undefined)
  return park(scope, unknown, envelope, id)
}

function mayRun(scope: Scope, { module }: AnyJob): boolean {
  return !scope.organisation.suspendedAt && isActive(scope, module)
}
