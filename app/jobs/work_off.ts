import type { Logger } from '@adonisjs/core/logger'
import type { RunnableJob } from './job.ts'
import { QUEUE_SCHEMA, bossQueue, pgBoss } from './boss.ts'
import { PgBossDriver } from './drivers/pgboss.ts'
import type { JobEnvelope } from './job.ts'
import { runEnvelope } from './run_envelope.ts'
import { workerStore } from './store.ts'

/**
 * @internal Does what waits in pg-boss now, as a worker would, one job after the other; for tests that want to see it
 * done. `wanted` chooses among them; the others stay.
 * @throws what a job threw
 */
export async function workOff(
  jobs: ReadonlyMap<string, RunnableJob>,
  { wanted = () => true }: { wanted?: (envelope: JobEnvelope) => boolean; logger?: Logger } = {}
): Promise<void> {
  const boss = await pgBoss()
  await new PgBossDriver().ensureQueue(boss, 'default')
  const queue = bossQueue('default')
  for (;;) {
    const { rows } = (await boss.getDb().executeSql(
      `select id, data from ${QUEUE_SCHEMA}.job
        where name = $1 and state < 'active' and start_after <= now() order by priority desc, created_on`,
      [queue]
    )) as { rows: { id: string; data: JobEnvelope }[] }
    const next = rows.find(({ data }) => wanted(data))
    if (!next) return
    const [begun] = await workerStore.begin([next.id], null)
    await boss.deleteJob(queue, next.id)
    if (!begun?.begun) continue
    const { id, attempt } = begun
    const end = (state: 'done' | 'dead', error?: string) =>
      workerStore.end([{ ...{ id, attempt, node: null, state, error }, counts: true }])
    try {
      await runEnvelope(jobs, begun.envelope, { id, attempt })
    } catch (error) {
      await end('dead', (error as Error).message)
      throw error
    }
    await end('done')
  }
}
