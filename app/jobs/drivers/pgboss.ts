import db from '@adonisjs/lucid/services/db'
import type { Client } from 'pg'
import type { PgBoss } from 'pg-boss'
import { QUEUE_SCHEMA, bossQueue, closeBoss, pgBoss } from '../boss.ts'
import {
  MOST_RANKED,
  rankOf,
  STEPS,
  type DriverHealth,
  type DriverWorker,
  type HandedJob,
  type QueueDriver,
  type WorkOptions,
} from './driver.ts'
import { PgBossWorker } from './pgboss_worker.ts'

/** Seconds that a job may be held by a worker that says nothing of its end, beyond its timeout. */
const MARGIN = 180
/** Seconds: the longest that pg-boss lets a job be held. */
const LONGEST = 86_399
/** How often pg-boss hands out what a worker lost; tells jobs of this version from those of before. */
export const AGAIN = 10_000
/** Seconds that pg-boss remembers a job that is over: the table of jobs tells of it. */
const KEPT = 3_600

/** The queue in PostgreSQL: jobs are handed over in the transaction that queues them. */
export class PgBossDriver implements QueueDriver {
  readonly name = 'pgboss'
  readonly transactional = true
  #known = new Set<string>()

  async hand(jobs: HandedJob[], client?: Client): Promise<void> {
    const boss = await pgBoss()
    for (const [queue, group] of Map.groupBy(jobs, (job) => job.queue)) {
      await this.ensureQueue(boss, queue)
      const again = group.filter(({ handings }) => handings > 0)
      const fresh = new Set(again.length > 0 ? await this.#handAgain(queue, again, client) : [])
      const rows = group.filter(({ id }) => !fresh.has(id)).map(insertOf)
      if (rows.length === 0) continue
      await boss.insert(bossQueue(queue), rows, client && { db: within(client) })
    }
  }

  async handing(queue: string) {
    await this.ensureQueue(await pgBoss(), queue)
    return { sql: INSERT_WRITTEN, bindings: [bossQueue(queue)] }
  }

  /** Has jobs handed out once more that were handed out before. @returns which of them it knew */
  async #handAgain(queue: string, jobs: HandedJob[], client?: Client): Promise<string[]> {
    const sql = `update ${QUEUE_SCHEMA}.job j
        set state = 'retry', start_after = x.run_at, completed_on = null, priority = x.rank
       from jsonb_to_recordset($2::jsonb) as x(id uuid, run_at timestamptz, rank integer)
      where j.name = $1 and j.id = x.id and j.state <> 'created' returning j.id`
    const list = jobs.map((job) => ({ id: job.id, run_at: job.runAt, rank: -rankOf(job) }))
    const values = [bossQueue(queue), JSON.stringify(list)]
    const { rows } = await (client ? within(client) : await ownConnection()).executeSql(sql, values)
    return (rows as { id: string }[]).map(({ id }) => id)
  }

  async drop(jobs: Pick<HandedJob, 'id' | 'queue'>[]): Promise<void> {
    const boss = await pgBoss()
    for (const [queue, group] of Map.groupBy(jobs, (job) => job.queue)) {
      await this.ensureQueue(boss, queue)
      await boss.deleteJob(
        bossQueue(queue),
        group.map(({ id }) => id)
      )
    }
  }

  /** One that is held and was not begun within seconds was lost on the way into a worker. */
  async missing(jobs: HandedJob[]): Promise<HandedJob[]> {
    const { rows } = (await db.rawQuery(
      `select id from ${QUEUE_SCHEMA}.job where name = any(?) and id = any(?::uuid[])
          and (state in ('created', 'retry')
            or (state = 'active' and started_on > now() - interval '15 seconds'))`,
      [[...new Set(jobs.map(({ queue }) => bossQueue(queue)))], jobs.map(({ id }) => id)] as never[]
    )) as { rows: { id: string }[] }
    const known = new Set(rows.map(({ id }) => id))
    // Told apart from a job that is handed over for the first time.
    return jobs
      .filter(({ id }) => !known.has(id))
      .map((job) => ({ ...job, handings: job.handings + 1 }))
  }

  wasEmptied(): Promise<boolean> {
    return Promise.resolve(false)
  }

  async work(options: WorkOptions): Promise<DriverWorker> {
    const boss = await pgBoss()
    for (const queue of options.queues) await this.ensureQueue(boss, queue)
    return new PgBossWorker(boss, options)
  }

  async health(): Promise<DriverHealth> {
    await db.rawQuery(`select 1 from ${QUEUE_SCHEMA}.version`)
    return { ok: true, message: 'Jobs wait in PostgreSQL.' }
  }

  async close() {
    this.#known.clear()
    await closeBoss()
  }

  /** Makes the queue known to pg-boss, once. */
  async ensureQueue(boss: PgBoss, queue: string) {
    if (this.#known.has(queue)) return
    await boss.createQueue(bossQueue(queue))
    this.#known.add(queue)
  }
}

/** What {@link insertOf} and pg-boss do of a job, in the statement that writes it. */
const INSERT_WRITTEN = `insert into ${QUEUE_SCHEMA}.job
    (name, id, data, priority, start_after, expire_seconds, deletion_seconds, keep_until, retry_limit, retry_delay, policy)
  select q.name, written.id, written.envelope,
         -(least(written.turn, ${MOST_RANKED}) * ${STEPS} + (10 - written.priority)), written.run_at,
         least(written.timeout + ${MARGIN}, ${LONGEST}), ${KEPT}, written.run_at + q.retention_seconds * interval '1 second',
         ${AGAIN}, 0, q.policy
    from written, ${QUEUE_SCHEMA}.queue q where q.name = ?
  on conflict do nothing`

function insertOf(job: HandedJob) {
  return {
    id: job.id,
    data: job.envelope,
    priority: -rankOf(job),
    startAfter: new Date(job.runAt).toISOString(),
    // Attempts are counted in the table of jobs; pg-boss only hands out again what a worker lost.
    retryLimit: AGAIN,
    retryDelay: 0,
    expireInSeconds: Math.min(job.timeout + MARGIN, LONGEST),
    deleteAfterSeconds: KEPT,
  }
}

/** pg-boss writes by the connection of the caller's transaction. */
function within(connection: Client) {
  return {
    executeSql: async (text: string, values?: unknown[]) => {
      const { rows } = await connection.query(text, values)
      return { rows }
    },
  }
}

async function ownConnection() {
  const boss = await pgBoss()
  return boss.getDb()
}
