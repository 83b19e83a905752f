import db from '@adonisjs/lucid/services/db'
import { fileUsage } from '../files/quota.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import { QUEUE_SCHEMA } from '../jobs/boss.ts'

/** What one organisation uses, counted without looking into it; one row a day. */
export interface Usage {
  /** Business date in the organisation's zone, `YYYY-MM-DD`. */
  onDate: string
  /** People who may sign in. */
  users: number
  /** Documents with a number, since the organisation began. */
  documents: number
  /** Bytes of its rows in the database. */
  storageBytes: number
  /** Bytes of its stored files. */
  fileBytes: number
  /** Of the last 30 days. */
  jobsDone: number
  jobsFailed: number
  /** Waiting for a module or for the end of a suspension. */
  jobsParked: number
  /** ISO instants. */
  lastFailedAt: string | null
  lastSeenAt: string | null
  measuredAt: string
}

interface Measured {
  users: number
  documents: number
  storageBytes: number
  jobsParked: number
  /** Of the last 30 days. */
  jobsDone: number
  jobsFailed: number
  jobsLastFailedAt: string | null
  lastSeenAt: string | null
}

/**
 * Counts what an organisation uses and keeps it for today; a second count of the day replaces the first.
 * @param onDate the day it is kept for, when not today
 */
export async function measureUsage(organisationId: string, onDate?: string): Promise<Usage> {
  const measured = await measure(organisationId)
  const files = await fileUsage(await systemScope(organisationId, 'kernel.measure_usage'))
  const before = await countJobsOfBefore(organisationId)
  const { rows } = await db.rawQuery(
    `insert into organisation_usage
       (organisation_id, on_date, users, documents, storage_bytes, file_bytes, jobs_done, jobs_failed, jobs_parked,
        last_failed_at, last_seen_at)
     select o.id, coalesce(?::date, (now() at time zone o.timezone)::date), ?, ?, ?, ?, ?, ?, ?, ?, ?
       from organisations o where o.id = ?
     on conflict (organisation_id, on_date) do update set
       users = excluded.users, documents = excluded.documents, storage_bytes = excluded.storage_bytes,
       file_bytes = excluded.file_bytes,
       jobs_done = excluded.jobs_done, jobs_failed = excluded.jobs_failed,
       jobs_parked = excluded.jobs_parked, last_failed_at = excluded.last_failed_at,
       last_seen_at = excluded.last_seen_at, measured_at = now()
     returning ${COLUMNS}`,
    [
      onDate ?? null,
      measured.users,
      measured.documents,
      measured.storageBytes,
      files.bytes,
      measured.jobsDone + before.done,
      measured.jobsFailed + before.failed,
      measured.jobsParked,
      measured.jobsLastFailedAt ?? before.lastFailedAt,
      measured.lastSeenAt,
      organisationId,
    ] as never[]
  )
  return (rows as Usage[])[0]
}

/** Counts every organisation, one after the other. @returns how many there were */
export async function measureAll(each?: (organisationId: string) => void): Promise<number> {
  const organisations = (await db.from('organisations').select('id').orderBy('id')) as {
    id: string
  }[]
  for (const { id } of organisations) {
    await measureUsage(id)
    each?.(id)
  }
  return organisations.length
}

const COLUMNS = `to_char(on_date, 'YYYY-MM-DD') as "onDate", users, documents::float8 as documents,
  storage_bytes::float8 as "storageBytes", file_bytes::float8 as "fileBytes", jobs_done as "jobsDone", jobs_failed as "jobsFailed",
  jobs_parked as "jobsParked", last_failed_at as "lastFailedAt", last_seen_at as "lastSeenAt",
  measured_at as "measuredAt"`

/** The days that were measured, oldest first; at most the last `days` of them. */
export async function usageHistory(organisationId: string, days: number): Promise<Usage[]> {
  const { rows } = await db.rawQuery(
    `select ${COLUMNS} from organisation_usage
      where organisation_id = ? order by on_date desc limit ?`,
    [organisationId, days]
  )
  return (rows as Usage[]).reverse()
}

async function measure(organisationId: string): Promise<Measured> {
  const { rows } = await db.rawQuery('select kernel_measure_organisation(?) as measured', [
    organisationId,
  ])
  return (rows as { measured: Measured }[])[0].measured
}

/** Jobs that a version before did, which kept them in the queues of the modules; none after 30 days. */
async function countJobsOfBefore(organisationId: string) {
  const { rows } = await db.rawQuery(
    `select count(*) filter (where state = 'completed')::int as done,
            count(*) filter (where state = 'failed')::int as failed,
            max(completed_on) filter (where state = 'failed') as "lastFailedAt"
       from ${QUEUE_SCHEMA}.job
      where name in (select name from ${QUEUE_SCHEMA}.queue where name like 'karkhana-%')
        and data ->> 'organisationId' = ? and created_on > now() - interval '30 days'`,
    [organisationId]
  )
  return (rows as { done: number; failed: number; lastFailedAt: Date | null }[])[0]
}
