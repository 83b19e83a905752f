import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import pg from 'pg'
import migration from '../../../database/migrations/0044_jobs.ts'
import figures from '../../../database/migrations/0045_job_figures.ts'
import runs from '../../../database/migrations/0060_runs.ts'
import { Harness, until, workshopWithScope } from './harness.ts'

const asApp = (sql: string) => sql.replaceAll('{{app}}', 'karkhana_app')

test.group('Jobs of a version before', (group) => {
  group.each.timeout(60_000)

  test('that wait in the queue of their module are done like every other', async ({
    assert,
    cleanup,
  }) => {
    const harness = Harness.make('pgboss')
    cleanup(() => harness.close())
    const { scope } = await workshopWithScope()
    const job = harness.job(undefined, { queue: 'default' })
    await db.rawQuery(`select pgboss.create_queue('karkhana-jobcards', '{"policy": "standard"}')`)
    const id = randomUUID()
    const envelope = {
      ...{ job: job.name, version: 1, organisationId: scope.organisationId },
      ...{ requestId: 'r', actorId: 'a', payload: { mark: 'old' } },
    }
    await db.rawQuery(
      `insert into pgboss.job (id, name, data, priority, retry_limit) values (?, 'karkhana-jobcards', ?::jsonb, 1000, 5)`,
      [id, JSON.stringify(envelope)]
    )
    await harness.work({ queues: ['default'] })
    const row = await until(scope, id, 'done')
    assert.equal(row.attempts, 1)
    assert.deepEqual(
      harness.seen.map((run) => [run.id, run.mark]),
      [[id, 'old']]
    )
  })

  test('that were put aside wait on, and the way back keeps them', async ({ assert, cleanup }) => {
    const harness = Harness.make('pgboss')
    cleanup(() => harness.close())
    const { scope } = await workshopWithScope()
    const job = harness.job()
    const id = await harness.dispatch(scope, job, 'aside')
    await scope.work((unit) =>
      unit.rows(
        `update jobs set state = 'waiting', waits_for = 'jobcards', reason = 'off' where organisation_id = ? and id = ?`,
        [scope.organisationId, id]
      )
    )
    const owner = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await owner.connect()
    cleanup(() => owner.end())
    await owner.query('begin')
    try {
      const down = [...runs.down, ...figures.down, ...migration.down]
      for (const sql of down) await owner.query(asApp(sql))
      await owner.query(`select set_config('app.organisation_id', $1, true)`, [
        scope.organisationId,
      ])
      const { rows: before } = await owner.query(
        'select job_id, module_id, reason from parked_jobs where job_id = $1',
        [id]
      )
      assert.deepEqual(before, [{ job_id: id, module_id: 'jobcards', reason: 'off' }])
      for (const sql of [...migration.up, ...figures.up, ...runs.up]) await owner.query(asApp(sql))
      const { rows: after } = await owner.query(
        `select name, state, waits_for, envelope -> 'payload' as payload from jobs where id = $1`,
        [id]
      )
      const kept = { name: job.name, state: 'waiting', waits_for: 'jobcards' }
      assert.deepEqual(after, [{ ...kept, payload: { mark: 'aside' } }])
    } finally {
      await owner.query('rollback')
    }
  })
})
