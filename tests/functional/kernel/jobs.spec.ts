import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { randomUUID } from 'node:crypto'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { defineJob, type JobPayload } from '@karkhana/kernel/jobs'
import { makeWorkshop, runEnvelope } from '@karkhana/kernel/testing'
import { switchModule } from '../../../app/modules/switching.ts'

/** A job of the module `jobcards` that notes what it was handed. */
function makeJob() {
  const seen: { organisationId: string; payload: JobPayload }[] = []
  const job = defineJob<{ id: string }>({
    name: 'jobcards.note',
    parse: (payload) => payload as { id: string },
    handle: async (scope, payload) => {
      seen.push({ organisationId: scope.organisationId, payload })
    },
  })
  return { job, seen, jobs: new Map([[job.name, job]]) }
}

async function queued(id: string) {
  const { rows } = await db.rawQuery(
    `select id, data from pgboss.job where data -> 'payload' ->> 'id' = ?`,
    [id]
  )
  return rows
}

const switchTo = async (scope: Scope, to: 'enabled' | 'paused') =>
  switchModule(scope, await app.container.make(ModuleRegistry), 'jobcards', to)

test.group('Jobs', () => {
  test('a job exists when its transaction commits, and not otherwise', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const { job } = makeJob()
    const [kept, undone] = [randomUUID(), randomUUID()]
    await scope.work((unit) => unit.dispatch(job, { id: kept }))
    await assert.rejects(() =>
      scope.work(async (unit) => {
        await unit.dispatch(job, { id: undone })
        throw new Error('the work fails')
      })
    )
    assert.lengthOf(await queued(kept), 1)
    assert.lengthOf(await queued(undone), 0)
  })

  test('a job runs in the scope of the organisation that asked for it', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    await makeWorkshop()
    const { job, jobs, seen } = makeJob()
    const id = randomUUID()
    await scope.work((unit) => unit.dispatch(job, { id }))
    const [row] = await queued(id)
    await runEnvelope(jobs, row.data, { id: row.id, attempt: 1 })
    assert.deepEqual(seen, [{ organisationId: scope.organisationId, payload: { id } }])
  })

  test('a job of a module that is off is parked once, and queued again when it is switched on', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const { job, jobs, seen } = makeJob()
    const id = randomUUID()
    await (await workshop.scope()).work((unit) => unit.dispatch(job, { id }))
    const [row] = await queued(id)

    await switchTo(await workshop.scope(), 'paused')
    await runEnvelope(jobs, row.data, { id: row.id, attempt: 1 })
    await runEnvelope(jobs, row.data, { id: row.id, attempt: 2 })
    assert.lengthOf(seen, 0)
    const parked = await (
      await workshop.scope()
    ).read((unit) =>
      unit.rows<{ reason: string }>(`select reason from jobs where state = 'waiting'`)
    )
    assert.deepEqual(
      parked.map((each) => each.reason),
      ['The module jobcards is switched off.']
    )

    await switchTo(await workshop.scope(), 'enabled')
    const again = await queued(id)
    assert.deepEqual(
      again.map((each: { id: string }) => each.id),
      [row.id],
      'it is the same job'
    )
    await runEnvelope(jobs, again[0].data, { id: again[0].id, attempt: 1 })
    assert.lengthOf(seen, 1)
  })

  test('a job of a newer version is not guessed at', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const handled: unknown[] = []
    const job = defineJob<JobPayload>({
      name: 'jobcards.guess',
      version: 2,
      parse: (payload) => payload as JobPayload,
      handle: (_, payload) => Promise.resolve(void handled.push(payload)),
    })
    const run = (version: number) =>
      runEnvelope(
        new Map([[job.name, job]]),
        {
          ...{ job: job.name, version, organisationId: scope.organisationId },
          ...{ requestId: null, actorId: null, payload: { version } },
        },
        { id: randomUUID(), attempt: 1 }
      )
    await assert.rejects(() => run(3), /jobcards\.guess was queued by a newer version \(3\)/)
    await run(2)
    await run(1)
    assert.deepEqual(handled, [{ version: 2 }, { version: 1 }])
  })

  test('a job that no installed module knows fails with its name', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const envelope = {
      job: 'ghosts.haunt',
      version: 1,
      organisationId: scope.organisationId,
      requestId: 'r',
      actorId: 'a',
      payload: {},
    }
    await assert.rejects(
      () => runEnvelope(new Map(), envelope, { id: randomUUID(), attempt: 1 }),
      /ghosts\.haunt/
    )
  })
})
