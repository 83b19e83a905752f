import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { queueStatus } from '../../../app/jobs/status.ts'
import { workerStore } from '../../../app/jobs/store.ts'
import { Harness, rowOf } from './harness.ts'

test.group('The page of background work', () => {
  test('lists, shows, retries and cancels jobs of the organisation, for who may', async ({
    assert,
    client,
    cleanup,
  }) => {
    const harness = Harness.make('pgboss')
    cleanup(() => harness.close())
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await workshop.scope()
    const job = harness.job(undefined, { label: 'Paint the fence' })
    const id = (await harness.dispatch(scope, job, 'page'))!
    const token = await workshop.token()
    const get = (path: string, by = token) => client.get(`/api/v1${path}`).bearerToken(by)
    const post = (path: string, by = token) => client.post(`/api/v1${path}`).bearerToken(by)

    const list = await get('/settings/jobs')
    list.assertStatus(200)
    const row = { id, name: job.name, state: 'queued', attempts: 0, progress: null }
    assert.containsSubset(list.body().data, [row])
    const record = await get(`/settings/jobs/${id}`)
    assert.containsSubset(record.body().data, {
      ...row,
      payload: { mark: 'page' },
      mostAttempts: 6,
    })

    ;(await get('/settings/jobs', await workshop.token('technician'))).assertStatus(403)
    const stranger = await other.token()
    assert.notInclude((await get('/settings/jobs', stranger)).text(), id)
    ;(await get(`/settings/jobs/${id}`, stranger)).assertStatus(404)
    ;(await post(`/settings/jobs/${id}/cancel`, stranger)).assertStatus(404)

    ;(await post(`/settings/jobs/${id}/retry`)).assertStatus(422)
    ;(await post(`/settings/jobs/${id}/cancel`)).assertStatus(200)
    assert.equal((await rowOf(scope, id)).state, 'cancelled')
    ;(await post(`/settings/jobs/${id}/cancel`)).assertStatus(422)
    ;(await post(`/settings/jobs/${id}/retry`)).assertStatus(200)
    assert.equal((await rowOf(scope, id)).state, 'queued')
  })

  test('tells members how far the work is that they began themselves', async ({
    assert,
    client,
    cleanup,
  }) => {
    const harness = Harness.make('pgboss')
    cleanup(() => harness.close())
    const workshop = await makeWorkshop()
    const mine = await workshop.scope()
    const job = harness.job()
    const id = (await harness.dispatch(mine, job, 'mine'))!
    await harness.dispatch(mine, job, 'quiet')
    const [begun] = await workerStore.begin([id], null)
    assert.isTrue(begun.begun)
    await mine.work((unit) =>
      unit.rows(`update jobs set progress = 30, progress_note = 'page 3' where id = ?`, [id])
    )
    const count = async (user: Awaited<ReturnType<typeof workshop.user>>) => {
      const response = await client.get('/inbox/count').loginAs(user)
      response.assertStatus(200)
      return response.body().data.work as Record<string, unknown>[]
    }
    const work = await count(await workshop.user())
    assert.lengthOf(work, 1, 'the other one does not say how far it is')
    assert.containsSubset(work[0], { id, state: 'running', percent: 30, note: 'page 3' })
    assert.deepEqual(await count(await workshop.user('manager')), [])
  })

  test('queue:status counts what waits, and says when nobody works on it', async ({
    assert,
    cleanup,
  }) => {
    const harness = Harness.make('pgboss')
    cleanup(() => harness.close())
    const scope = await (await makeWorkshop()).scope()
    await harness.dispatch(scope, harness.job(), 'waits')
    const later = { startAfter: new Date(Date.now() + 60_000) }
    await harness.dispatch(scope, harness.job(), 'later', later)
    const { queues, problems, driver } = await queueStatus()
    assert.isTrue(driver.ok)
    const own = queues.find(({ queue }) => queue === harness.queue)
    assert.containsSubset(own, { ready: 1, later: 1, running: 0 })
    assert.isNotEmpty(problems)
  })
})
