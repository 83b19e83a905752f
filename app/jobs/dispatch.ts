import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuidv7 } from 'uuid'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import {
  ensurePriority,
  type DeploymentJob,
  type DispatchOptions,
  type Job,
  type JobEnvelope,
  type JobPayload,
} from './job.ts'
import { queueDriver } from './queue.ts'
import { insertDeploymentJobs, insertJobs, type JobSettings, type NewJob } from './store.ts'
import { wakeWorkers } from './wake.ts'

/**
 * Queues `job` by the connection of `unit`, so that it exists if and only if the unit commits. Making samples queues
 * nothing.
 */
export async function dispatchInTransaction<Payload extends JobPayload>(
  unit: Unit,
  job: Job<Payload>,
  payload: Payload,
  options: DispatchOptions
): Promise<string | null> {
  const [id] = await dispatchManyInTransaction(unit, job, [{ ...options, payload }])
  return id
}

/**
 * Like {@link dispatchInTransaction}, with one statement for many.
 * @returns the id of each, `null` where none was queued
 */
export async function dispatchManyInTransaction<Payload extends JobPayload>(
  unit: Unit,
  job: Job<Payload>,
  wanted: readonly ({ payload: Payload } & DispatchOptions)[]
): Promise<(string | null)[]> {
  if (unit.scope.samples) return wanted.map(() => null)
  const jobs = wanted.map(({ payload, ...options }) => ({
    ...checked(job, options),
    id: uuidv7(),
    envelope: envelopeOf(unit.scope, job, payload),
  }))
  const written = await write(unit, job, jobs)
  return jobs.map(({ id }) => (written.has(id) ? id : null))
}

/** @internal Queues an envelope that was made before. */
export async function dispatchEnvelope(
  unit: Unit,
  job: JobSettings,
  envelope: JobEnvelope
): Promise<string> {
  const id = uuidv7()
  await write(unit, job, [{ id, envelope }])
  return id
}

/** Jobs that one statement writes. */
const TOGETHER = 1_000

async function write(unit: Unit, job: JobSettings, jobs: NewJob[]): Promise<Set<string>> {
  const driver = await queueDriver()
  const written = new Set<string>()
  for (let from = 0; from < jobs.length; from += TOGETHER) {
    const part = jobs.slice(from, from + TOGETHER)
    const handing = await driver.handing(job.queue)
    for (const id of await insertJobs(unit, job, part, handing)) written.add(id)
  }
  if (written.size > 0) unit.afterCommit(wakeWorkers)
  return written
}

/** @internal What is queued when `scope` asks for the job. */
export function envelopeOf<Payload extends JobPayload>(
  scope: Scope,
  job: Job<Payload>,
  payload: Payload
): JobEnvelope {
  return {
    job: job.name,
    version: job.version,
    organisationId: scope.organisationId,
    requestId: scope.requestId,
    actorId: scope.actor.id,
    payload,
  }
}

/**
 * Queues a job of the deployment. With `client` it exists if and only if that transaction commits.
 * @param id of the job (UUID); a second job with the same id is dropped
 */
export async function dispatchForDeployment<Payload extends JobPayload>(
  client: TransactionClientContract | null,
  job: DeploymentJob<Payload>,
  payload: Payload,
  { id = uuidv7(), ...options }: DispatchOptions & { id?: string } = {}
): Promise<string | null> {
  if (!client) {
    return db.transaction((trx) => dispatchForDeployment(trx, job, payload, { id, ...options }))
  }
  const envelope: JobEnvelope = {
    job: job.name,
    version: job.version,
    organisationId: null,
    requestId: null,
    actorId: null,
    payload,
  }
  const driver = await queueDriver()
  const jobs = [{ ...checked(job, options), id, envelope }]
  const written = await insertDeploymentJobs(client, job, jobs, await driver.handing(job.queue))
  if (written.length === 0) return null
  client.after('commit', wakeWorkers)
  return id
}

function checked(job: JobSettings, options: DispatchOptions): DispatchOptions {
  if (options.priority !== undefined) ensurePriority(job.name, options.priority)
  return options
}
