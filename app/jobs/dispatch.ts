import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Client } from 'pg'
import type { Unit } from '../tenancy/unit.ts'
import type { Scope } from '../tenancy/scope.ts'
import { QUEUE_SCHEMA, queue } from './boss.ts'
import {
  queueOf,
  type DeploymentJob,
  type DispatchOptions,
  type Job,
  type JobEnvelope,
  type JobPayload,
} from './job.ts'

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
  if (unit.scope.samples) return null
  const envelope = envelopeOf(unit.scope, job, payload)
  if (options.uniqueKey === undefined) return sendEnvelope(unit, job, envelope, options)
  const uniqueKey = `${unit.scope.organisationId}/${job.name}/${options.uniqueKey}`
  if (await isQueued(unit, job, uniqueKey)) return null
  return sendEnvelope(unit, job, envelope, { ...options, uniqueKey })
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

/** Whether a job with this key waits. Whoever asks with the same key at the same time waits for this unit to end. */
async function isQueued(unit: Unit, { module }: Pick<Job, 'module'>, key: string) {
  await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`kernel.job:${key}`])
  const [found] = await unit.rows(
    `select 1 from ${QUEUE_SCHEMA}.job
      where name = ? and singleton_key = ? and state = 'created' limit 1`,
    [queueOf(module), key]
  )
  return found !== undefined
}

/**
 * Queues a job of the deployment. With `client` it exists if and only if that transaction commits.
 * @param id of the job (UUID); a second job with the same id is dropped
 */
export async function dispatchForDeployment<Payload extends JobPayload>(
  client: TransactionClientContract | null,
  job: DeploymentJob<Payload>,
  payload: Payload,
  options: DispatchOptions & { id?: string } = {}
): Promise<string | null> {
  const envelope: JobEnvelope = {
    job: job.name,
    version: job.version,
    organisationId: null,
    requestId: null,
    actorId: null,
    payload,
  }
  return send(client && (await connectionOf(client)), job, envelope, options)
}

/** Seconds that a finished job is remembered: the 30 days that its organisation's usage tells of. */
const KEPT = 30 * 24 * 60 * 60

type Sent = Pick<Job, 'module' | 'retryLimit' | 'retryDelay' | 'timeout'>

/** @internal Also used to queue a parked envelope again. */
export async function sendEnvelope(
  unit: Unit,
  job: Sent,
  envelope: JobEnvelope,
  options: DispatchOptions = {}
) {
  return send(await unit.connection(), job, envelope, options)
}

async function send(
  connection: Client | null,
  job: Sent,
  envelope: JobEnvelope,
  options: DispatchOptions & { id?: string }
) {
  const boss = await queue()
  return boss.send(queueOf(job.module), envelope, {
    id: options.id,
    retryLimit: job.retryLimit,
    retryDelay: job.retryDelay,
    retryBackoff: true,
    expireInSeconds: job.timeout,
    deleteAfterSeconds: KEPT,
    singletonKey: options.uniqueKey,
    startAfter: options.startAfter,
    ...(connection && { db: within(connection) }),
  })
}

/** The queue writes by the connection of the caller's transaction. */
function within(connection: Client) {
  return {
    executeSql: async (text: string, values?: unknown[]) => {
      const { rows } = await connection.query(text, values)
      return { rows }
    },
  }
}

function connectionOf(client: TransactionClientContract): Promise<Client> {
  const knex = client.knexClient as unknown as {
    client: { acquireConnection(): Promise<Client> }
  }
  return knex.client.acquireConnection()
}
