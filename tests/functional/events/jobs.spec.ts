import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { randomUUID } from 'node:crypto'
import { ModuleRegistry } from '@karkhana/kernel'
import { defineJob } from '@karkhana/kernel/jobs'
import { makeWorkshop, runEnvelope } from '@karkhana/kernel/testing'
import { resumeReady } from '../../../app/jobs/resume_ready.ts'
import { workerStore } from '../../../app/jobs/store.ts'

/** A job of the module `jobcards` that notes what it was handed. */
function makeJob() {
  const seen: string[] = []
  const job = defineJob<{ id: string }>({
    name: `jobcards.note_${randomUUID().slice(0, 8)}`,
    parse: (payload) => payload as { id: string },
    handle: async (_, { id }) => void seen.push(id),
  })
  const queued = async () => {
    const { rows } = await db.rawQuery(
      `select id, data from pgboss.job where data ->> 'job' = ? and state = 'created' order by created_on`,
      [job.name]
    )
    return rows
  }
  return { job, seen, queued, jobs: new Map([[job.name, job]]) }
}

test.group('A job with a unique key', () => {
  test('is queued once while it waits, also by two at the same time, and for each organisation', async ({
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const { job, queued } = makeJob()
    const scope = await mine.scope()
    const send = (key: string, from = scope) =>
      from.work((unit) => unit.dispatch(job, { id: key }, { uniqueKey: key }))
    const sent = await Promise.all([send('a'), send('a'), send('a')])
    assert.lengthOf(
      sent.filter((id) => id !== null),
      1
    )
    assert.isNull(await send('a'))
    assert.isNotNull(await send('b'))
    assert.isNotNull(await send('a', await other.scope()))
    assert.lengthOf(await queued(), 3)
    await assert.rejects(() =>
      scope.work(async (unit) => {
        await unit.dispatch(job, { id: 'c' }, { uniqueKey: 'c' })
        throw new Error('the work fails')
      })
    )
    assert.isNotNull(await send('c'), 'what was rolled back waits nowhere')
    await workerStore.begin(
      sent.filter((id) => id !== null),
      null
    )
    assert.isNotNull(await send('a'), 'the first one has begun')
  })
})

test.group('A job of a module that is out of order', () => {
  test('is put aside with the reason, and goes on once the module can be loaded', async ({
    assert,
    cleanup,
  }) => {
    const registry = await app.container.make(ModuleRegistry)
    const workshop = await makeWorkshop()
    const { job, jobs, seen, queued } = makeJob()
    await (await workshop.scope()).work((unit) => unit.dispatch(job, { id: '1' }))
    const quarantine = registry.quarantine.all() as Map<string, string>
    quarantine.set('jobcards', 'it is broken')
    cleanup(() => void quarantine.delete('jobcards'))
    const [row] = await queued()
    await runEnvelope(jobs, row.data, { id: row.id, attempt: 1 })
    assert.isEmpty(seen)
    const parked = await (
      await workshop.scope()
    ).read((unit) =>
      unit.rows<{ reason: string }>(`select reason from jobs where state = 'waiting'`)
    )
    assert.deepEqual(parked, [{ reason: 'The module jobcards is out of order.' }])
    assert.equal(await resumeReady(workshop.organisationId), 0)
    quarantine.delete('jobcards')
    assert.equal(await resumeReady(workshop.organisationId), 1)
    const again = (await queued()).at(-1)
    await runEnvelope(jobs, again.data, { id: again.id, attempt: 1 })
    assert.deepEqual(seen, ['1'])
  })
  test('waits for the repair also where the module could not say which jobs it has', async ({
    assert,
    cleanup,
  }) => {
    const registry = await app.container.make(ModuleRegistry)
    const workshop = await makeWorkshop()
    const { job, jobs, seen, queued } = makeJob()
    await (await workshop.scope()).work((unit) => unit.dispatch(job, { id: '1' }))
    const [row] = await queued()
    const run = () => runEnvelope(new Map(), row.data, { id: row.id, attempt: 1 })
    await assert.rejects(run, `No installed module has the job ${job.name}.`)
    const quarantine = registry.quarantine.all() as Map<string, string>
    quarantine.set('jobcards', 'it is broken')
    cleanup(() => void quarantine.delete('jobcards'))
    await run()
    const parked = await (
      await workshop.scope()
    ).read((unit) =>
      unit.rows<object>(`select id, waits_for, reason from jobs where state = 'waiting'`)
    )
    const reason = 'The module jobcards is out of order.'
    assert.deepEqual(parked, [{ id: row.id, waits_for: 'jobcards', reason }])
    quarantine.delete('jobcards')
    assert.equal(await resumeReady(workshop.organisationId), 1)
    await runEnvelope(jobs, row.data, { id: row.id, attempt: 1 })
    assert.deepEqual(seen, ['1'])
  })
})
