import type { Unit } from '../tenancy/unit.ts'
import { queue } from './boss.ts'
import {
  queueOf,
  type DispatchOptions,
  type Job,
  type JobEnvelope,
  type JobPayload,
} from './job.ts'

/** Queues `job` by the connection of `unit`, so that it exists if and only if the unit commits. */
export async function dispatchInTransaction<Payload extends JobPayload>(
  unit: Unit,
  job: Job<Payload>,
  payload: Payload,
  options: DispatchOptions
): Promise<string | null> {
  const { scope } = unit
  const envelope: JobEnvelope = {
    job: job.name,
    version: job.version,
    organisationId: scope.organisationId,
    requestId: scope.requestId,
    actorId: scope.actor.id,
    payload,
  }
  return sendEnvelope(unit, job, envelope, options)
}

/** @internal Also used to queue a parked envelope again. */
export async function sendEnvelope(
  unit: Unit,
  job: Pick<Job, 'module' | 'retryLimit' | 'retryDelay' | 'timeout'>,
  envelope: JobEnvelope,
  options: DispatchOptions = {}
) {
  const boss = await queue()
  const connection = await unit.connection()
  return boss.send(queueOf(job.module), envelope, {
    retryLimit: job.retryLimit,
    retryDelay: job.retryDelay,
    retryBackoff: true,
    expireInSeconds: job.timeout,
    singletonKey: options.uniqueKey,
    startAfter: options.startAfter,
    db: {
      executeSql: async (text: string, values?: unknown[]) => {
        const { rows } = await connection.query(text, values)
        return { rows }
      },
    },
  })
}
