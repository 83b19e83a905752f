import { v7 as uuidv7 } from 'uuid'
import { installedJobs } from '../../../../jobs/installed_jobs.ts'
import type { AnyJob, JobEnvelope, JobPayload } from '../../../../jobs/job.ts'
import { runEnvelope } from '../../../../jobs/run_envelope.ts'
import type { Workshop } from '../../../workshop.ts'
import type { ModuleUnderTest } from '../../module_under_test.ts'
import { foreignIds, keptPayload, tablesChangedBy, whileOff, withIds } from './foreign.ts'

/** A job of one organisation that is given ids of another changes nothing there; while the module is off it waits. */
export async function jobProblems(module: ModuleUnderTest): Promise<string[]> {
  if (module.manifest.jobs.length === 0) return []
  const { a, b } = await module.pair()
  const ids = await foreignIds(module)
  const jobs = await installedJobs(module.registry)
  const problems: string[] = []
  for (const load of module.manifest.jobs) {
    const { default: job } = (await load()) as { default: AnyJob }
    const kept = keptPayload(module.folder, `${job.name}.v${job.version}`)
    if (kept === null) continue
    const envelope = envelopeFor(job, b, withIds(kept, ids) as JobPayload)
    const run = () => runEnvelope(jobs, envelope, { id: uuidv7(), attempt: 1 })
    const foreign = await tablesChangedBy(module, a, run)
    if (foreign.length > 0) {
      problems.push(
        `the job "${job.name}" changes ${foreign.join(', ')} of another organisation; reach rows by its scope`
      )
    }
    problems.push(...(await offProblems(module, job, { ...envelope, payload: kept as JobPayload })))
  }
  return problems
}

async function offProblems(module: ModuleUnderTest, job: AnyJob, envelope: JobEnvelope) {
  const { b } = await module.pair()
  const id = uuidv7()
  const jobs = await installedJobs(module.registry)
  const changed = await whileOff(module, b, () =>
    tablesChangedBy(module, b, () => runEnvelope(jobs, envelope, { id, attempt: 1 }))
  )
  const scope = await b.scope()
  const [row] = await scope.work((unit) =>
    unit.rows<{ state: string }>(
      'delete from jobs where organisation_id = ? and id = ? returning state',
      [scope.organisationId, id]
    )
  )
  return [
    ...changed.map((table) => `the job "${job.name}" changes ${table} while the module is off`),
    ...(row?.state === 'waiting'
      ? []
      : [`the job "${job.name}" does not wait while the module is off`]),
  ]
}

function envelopeFor(job: AnyJob, { organisationId }: Workshop, payload: JobPayload): JobEnvelope {
  const { name, version } = job
  return { job: name, version, organisationId, requestId: 'suite', actorId: null, payload }
}
