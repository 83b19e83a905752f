import type { Logger } from '@adonisjs/core/logger'
import { KarkhanaError } from '../errors.ts'
import { isActive } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { ensureScheduledJobs } from '../schedules/jobs_of_schedules.ts'
import { notingRun } from '../schedules/runs.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import { queue } from './boss.ts'
import { queueOf, type AnyJob, type JobEnvelope, type JobRun, type RunnableJob } from './job.ts'
import { park } from './parking.ts'

/** Jobs of the kernel itself and of every installed module, by name. */
export async function loadJobs(
  registry: ModuleRegistry,
  kernelJobs: RunnableJob[]
): Promise<Map<string, RunnableJob>> {
  const loaded = await Promise.all(
    registry.manifests().map(({ id, jobs, schedules }) =>
      registry.starting(id, 'jobs', async () => {
        const found = (await Promise.all(jobs.map((load) => load()))).map((each) => each.default)
        ensureScheduledJobs(schedules, found)
        return found
      })
    )
  )
  const ofModules = loaded.flatMap((found) => found ?? [])
  const jobs: RunnableJob[] = [...kernelJobs, ...ofModules]
  return new Map(jobs.map((job) => [job.name, job]))
}

/** Takes jobs off the queues of all modules until the process stops. */
export async function startWorker(
  registry: ModuleRegistry,
  jobs: Map<string, RunnableJob>,
  logger: Logger
) {
  const boss = await queue()
  const modules = ['kernel', ...registry.manifests().map((manifest) => manifest.id)]
  for (const module of modules) {
    await boss.work<JobEnvelope>(
      queueOf(module),
      { pollingIntervalSeconds: 2, includeMetadata: true },
      async ([job]) => {
        const run = { id: job.id, attempt: job.retryCount + 1 }
        try {
          await runEnvelope(jobs, job.data, run)
        } catch (error) {
          logger.error({ err: error, job: job.data.job, ...run }, 'job failed')
          throw error
        }
      }
    )
  }
}

/**
 * Runs one envelope in the scope of its organisation, if it has one. While the module is off there, or the
 * organisation is suspended, the envelope is parked and comes back when that ends.
 */
export async function runEnvelope(
  jobs: Map<string, RunnableJob>,
  envelope: JobEnvelope,
  run: JobRun
) {
  const job = jobs.get(envelope.job)
  if (!job) {
    throw new KarkhanaError(
      'E_JOB_UNKNOWN',
      500,
      `No installed module has the job ${envelope.job}.`,
      {
        next: 'Install the module again, or discard the job.',
      }
    )
  }
  if (job.worksFor === 'deployment') return job.handle(job.parse(envelope.payload), run)
  const { organisationId, requestId } = envelope
  if (!organisationId) throw new Error(`${envelope.job} was queued without an organisation`)
  for (;;) {
    const scope = await systemScope(organisationId, envelope.job, requestId ?? undefined)
    if (mayRun(scope, job)) {
      return notingRun(scope, envelope.scheduleRun, { job, run }, async () =>
        job.handle(scope, job.parse(envelope.payload), run)
      )
    }
    if (await park(scope, job, envelope, run.id)) return
  }
}

function mayRun(scope: Scope, { module }: AnyJob): boolean {
  return !scope.organisation.suspendedAt && isActive(scope, module)
}
