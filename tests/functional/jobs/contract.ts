import { setTimeout as sleep } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import { cancelJob, retryJob } from '../../../app/jobs/manage.ts'
import { giveBackJobsOf } from '../../../app/jobs/handing.ts'
import { workerStore } from '../../../app/jobs/store.ts'
import { switchModule } from '../../../app/modules/switching.ts'
import { Harness, eventually, rowOf, until, workshopWithScope } from './harness.ts'

type Name = Parameters<typeof Harness.make>[0]

/** What every driver of the queue keeps; the same tests for each. */
export function queueContract(driver: Name) {
  const titled = (title: string) => `${title} (${driver})`
  const make = (cleanup: (work: () => Promise<void>) => void) => {
    const harness = Harness.make(driver)
    cleanup(() => harness.close())
    return harness
  }

  test.group(`A job by ${driver}`, (group) => {
    group.each.timeout(60_000)

    test(titled('exists if and only if its transaction commits'), async ({ assert, cleanup }) => {
      const harness = make(cleanup)
      const { scope } = await workshopWithScope()
      const job = harness.job()
      await harness.work()
      await assert.rejects(() =>
        harness.with(() =>
          scope.work(async (unit) => {
            await unit.dispatch(job, { mark: 'undone' })
            throw new Error('the work fails')
          })
        )
      )
      const id = await harness.dispatch(scope, job, 'kept')
      const row = await until(scope, id!, 'done')
      assert.deepEqual(harness.marks(), ['kept'])
      assert.equal(row.attempts, 1)
    })

    test(titled('runs in the scope of its organisation'), async ({ assert, cleanup }) => {
      const harness = make(cleanup)
      const [{ scope: mine }, { scope: other }] = [
        await workshopWithScope(),
        await workshopWithScope(),
      ]
      const job = harness.job()
      const ids = [
        await harness.dispatch(mine, job, 'mine'),
        await harness.dispatch(other, job, 'other'),
      ]
      await harness.work()
      await until(mine, ids[0]!, 'done')
      await until(other, ids[1]!, 'done')
      const where = new Map(harness.seen.map(({ mark, organisationId }) => [mark, organisationId]))
      assert.equal(where.get('mine'), mine.organisationId)
      assert.equal(where.get('other'), other.organisationId)
      assert.isUndefined(await rowOf(mine, ids[1]!), 'nobody sees the jobs of others')
    })

    test(
      titled('of an older version is handed to the parser of today'),
      async ({ assert, cleanup }) => {
        const harness = make(cleanup)
        const { scope } = await workshopWithScope()
        const versions: unknown[] = []
        const job = harness.job(undefined, { version: 1 })
        const id = await harness.dispatch(scope, job, 'old')
        harness.jobs.set(job.name, {
          ...job,
          version: 2,
          parse(payload: unknown) {
            versions.push(payload)
            return payload as never
          },
        } as never)
        await harness.work()
        await until(scope, id!, 'done')
        assert.deepEqual(versions, [{ mark: 'old' }])
      }
    )

    test(
      titled('is tried again, with the same id, and given up with its error'),
      async ({ assert, cleanup }) => {
        const harness = make(cleanup)
        const { scope } = await workshopWithScope()
        const job = harness.job(() => Promise.reject(new Error('the printer is out of paper')), {
          retryLimit: 2,
        })
        const passing = harness.job((_, __, { attempt }) =>
          attempt < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve()
        )
        await harness.work()
        const [dead, done] = [
          await harness.dispatch(scope, job, 'dead'),
          await harness.dispatch(scope, passing, 'passing'),
        ]
        const row = await until(scope, dead!, 'dead')
        assert.deepInclude(row, { attempts: 3, last_error: 'the printer is out of paper' })
        const attempts = harness.seen.filter(({ mark }) => mark === 'dead')
        assert.deepEqual(
          attempts.map(({ attempt, id }) => [attempt, id]),
          [1, 2, 3].map((attempt) => [attempt, dead])
        )
        assert.deepInclude(await until(scope, done!, 'done'), { attempts: 2, last_error: null })

        harness.jobs.set(job.name, { ...job, handle: () => Promise.resolve() } as never)
        await harness.with(() => retryJob(scope, dead!))
        await until(scope, dead!, 'done')
      }
    )

    test(
      titled('waits longer after each attempt, and until its time'),
      async ({ assert, cleanup }) => {
        const harness = make(cleanup)
        const { scope } = await workshopWithScope()
        const began = new Map<string, number>()
        const job = harness.job(
          (_, { mark }) => {
            began.set(mark, Date.now())
            return Promise.reject(new Error('later'))
          },
          { retryDelay: 600 }
        )
        await harness.work()
        const startAfter = new Date(Date.now() + 1_500)
        const later = await harness.dispatch(scope, job, 'later', { startAfter })
        const failed = await harness.dispatch(scope, job, 'failed')
        const row = await until(scope, failed!, 'failed')
        assert.isAbove(row.run_at.getTime(), Date.now() + 500_000)
        await until(scope, later!, 'failed')
        assert.isAtLeast(began.get('later')!, startAfter.getTime(), 'not before it was due')
      }
    )

    test(titled('is told when it takes too long, and tried again'), async ({ assert, cleanup }) => {
      const harness = make(cleanup)
      const { scope } = await workshopWithScope()
      const told: unknown[] = []
      const job = harness.job(
        async (_, __, { signal }) => {
          await sleep(20_000, undefined, { signal }).catch(() => told.push(signal.reason))
          throw signal.reason
        },
        { timeout: 1, retryLimit: 0 }
      )
      await harness.work()
      const id = await harness.dispatch(scope, job, 'slow')
      const row = await until(scope, id!, 'dead')
      assert.equal(row.last_error, 'It took longer than 1 seconds.')
      assert.lengthOf(told, 1)
    })

    test(titled('with a key waits once'), async ({ assert, cleanup }) => {
      const harness = make(cleanup)
      const { scope } = await workshopWithScope()
      const { scope: other } = await workshopWithScope()
      const job = harness.job()
      const send = (from = scope) => harness.dispatch(from, job, 'key', { uniqueKey: 'key' })
      const sent = await Promise.all([send(), send(), send()])
      const ids = sent.filter((id) => id !== null)
      assert.lengthOf(ids, 1)
      const theirs = await send(other)
      assert.isNotNull(theirs)
      await harness.work()
      await until(scope, ids[0], 'done')
      await until(other, theirs!, 'done')
      assert.lengthOf(harness.seen, 2)
      assert.isNotNull(await send(), 'the first one is over')
    })

    test(titled('has its turn by its priority'), async ({ assert, cleanup }) => {
      const harness = make(cleanup)
      const { scope } = await workshopWithScope()
      const [low, plain, high] = [-10, 0, 10].map((priority) =>
        harness.job(undefined, { priority })
      )
      await harness.with(() =>
        scope.work(async (unit) => {
          for (const [job, mark] of [
            [low, 'low'],
            [plain, 'plain'],
            [high, 'high'],
          ] as const) {
            await unit.dispatch(job, { mark })
          }
        })
      )
      await harness.work({ concurrency: 1 })
      await eventually('all ran', () => harness.seen.length === 3)
      assert.deepEqual(harness.marks(), ['high', 'plain', 'low'])
    })

    test(titled('says how far it is, and leaves a result'), async ({ assert, cleanup }) => {
      const harness = make(cleanup)
      const { scope } = await workshopWithScope()
      const gate = Promise.withResolvers<void>()
      const job = harness.job(async (_, __, run) => {
        await run.progress(40, 'page 4 of 10')
        await gate.promise
        return { href: '/documents/1', label: 'All invoices' }
      })
      await harness.work()
      const id = await harness.dispatch(scope, job, 'far')
      await eventually('progress is seen', async () => (await rowOf(scope, id!)).progress === 40)
      assert.deepInclude(await rowOf(scope, id!), {
        state: 'running',
        progress_note: 'page 4 of 10',
      })
      gate.resolve()
      const row = await until(scope, id!, 'done')
      assert.equal(row.progress, 100)
      assert.deepEqual(row.result, { href: '/documents/1', label: 'All invoices' })
    })

    test(
      titled('can be cancelled while it waits and while it runs'),
      async ({ assert, cleanup }) => {
        const harness = make(cleanup)
        const { scope } = await workshopWithScope()
        const job = harness.job((_, __, { signal }) =>
          sleep(20_000, undefined, { signal }).then(() => undefined)
        )
        const waiting = await harness.dispatch(scope, job, 'waiting')
        await harness.with(() => cancelJob(scope, waiting!))
        assert.equal((await rowOf(scope, waiting!)).state, 'cancelled')
        await harness.work()
        const running = await harness.dispatch(scope, job, 'running')
        await until(scope, running!, 'running')
        await eventually('it began', () => harness.seen.length > 0)
        await harness.with(() => cancelJob(scope, running!))
        await until(scope, running!, 'cancelled')
        assert.deepEqual(harness.marks(), ['running'])
      }
    )

    test(
      titled('waits while its module is off, and goes on under the same id'),
      async ({ assert, cleanup }) => {
        const harness = make(cleanup)
        const { workshop, scope } = await workshopWithScope()
        const registry = await app.container.make(ModuleRegistry)
        const job = harness.job()
        const id = await harness.dispatch(scope, job, 'parked')
        await switchModule(await workshop.scope(), registry, 'jobcards', 'paused')
        await harness.work()
        const row = await until(scope, id!, 'waiting')
        assert.equal(row.reason, 'The module jobcards is switched off.')
        assert.isEmpty(harness.seen)
        const owner = await workshop.scope()
        await harness.with(() => switchModule(owner, registry, 'jobcards', 'enabled'))
        await until(scope, id!, 'done')
        assert.deepEqual(
          harness.seen.map((run) => run.id),
          [id]
        )
      }
    )

    test(
      titled('of a process that died goes to another one, without losing an attempt'),
      async ({ assert, cleanup }) => {
        const harness = make(cleanup)
        const { scope } = await workshopWithScope()
        const job = harness.job(undefined, { retryLimit: 0 })
        const id = await harness.dispatch(scope, job, 'orphan')
        const node = randomUUID()
        const [begun] = await workerStore.begin([id!], node)
        assert.isTrue(begun.begun)
        assert.equal(await harness.with(() => giveBackJobsOf([node])), 1)
        assert.equal(await harness.with(() => giveBackJobsOf([node])), 0, 'it bears repetition')
        await harness.work()
        assert.deepInclude(await until(scope, id!, 'done'), { attempts: 1, deaths: 1 })
        assert.lengthOf(harness.seen, 1)

        const fatal = await harness.dispatch(
          scope,
          harness.job(undefined, { queue: 'nobody' }),
          'x'
        )
        for (let death = 1; death <= 20; death++) {
          await workerStore.begin([fatal!], node)
          await harness.with(() => giveBackJobsOf([node]))
        }
        const given = await rowOf(scope, fatal!)
        assert.equal(given.state, 'dead')
        assert.equal(given.last_error, 'Its process died 20 times while it ran.')
      }
    )

    test(
      titled('that is over does nothing when it is handed out again'),
      async ({ assert, cleanup }) => {
        const harness = make(cleanup)
        const { scope } = await workshopWithScope()
        const job = harness.job()
        const worker = await harness.work()
        const id = await harness.dispatch(scope, job, 'once')
        const row = await until(scope, id!, 'done')
        const envelope = {
          ...{ job: job.name, version: 1, organisationId: scope.organisationId },
          ...{ requestId: 'r', actorId: 'a', payload: { mark: 'once' } },
        }
        await harness.driver.hand([
          {
            ...{ id: id!, organisationId: scope.organisationId, queue: harness.queue, priority: 0 },
            ...{ turn: 0, runAt: new Date().toISOString(), timeout: 120, envelope },
            handings: row.handings + 7,
          },
        ])
        const after = await harness.dispatch(scope, job, 'after')
        await until(scope, after!, 'done')
        await eventually('nothing is underway', () => worker.size === 0)
        assert.deepEqual(harness.marks(), ['once', 'after'])
      }
    )

    test(titled('is found again when the queue has lost it'), async ({ assert, cleanup }) => {
      const harness = make(cleanup)
      const { scope } = await workshopWithScope()
      const job = harness.job()
      const id = await harness.dispatch(scope, job, 'lost')
      const row = await rowOf(scope, id!)
      await harness.driver.drop([{ id: id!, queue: harness.queue, handings: row.handings }])
      await harness.work()
      await until(scope, id!, 'done')
      assert.deepEqual(harness.marks(), ['lost'])
    })

    test(
      titled('of another organisation is not held up by thousands'),
      async ({ assert, cleanup }) => {
        const harness = make(cleanup)
        const greedy = [await workshopWithScope(), await workshopWithScope()]
        const { scope } = await workshopWithScope()
        const job = harness.job()
        for (const { scope: from } of greedy) {
          const wanted = Array.from({ length: 2_000 }, () => ({ payload: { mark: 'greedy' } }))
          await harness.with(() => from.work((unit) => unit.dispatchMany(job, wanted)))
        }
        const worker = await harness.work({ concurrency: 2 })
        await eventually('the greedy ones are at it', () => harness.seen.length > 20)
        const before = harness.seen.length
        const id = await harness.dispatch(scope, job, 'modest')
        await until(scope, id!, 'done')
        const between = harness.marks().indexOf('modest') - before
        await harness.with(() => worker.stop())
        assert.isAtLeast(between, 0)
        assert.isBelow(between, 1_500, 'it did not wait for the thousands before it')
        for (const { scope: from } of greedy) {
          await from.work((unit) =>
            unit.rows(`delete from jobs where organisation_id = ?`, [from.organisationId])
          )
        }
      }
    )

    test(
      titled('that runs when its worker stops ends, or goes to another worker'),
      async ({ assert, cleanup }) => {
        const harness = make(cleanup)
        const { scope } = await workshopWithScope()
        const gate = Promise.withResolvers<void>()
        const quick = harness.job(() => gate.promise)
        let stubborn = true
        const slow = harness.job(async (_, __, { signal }) => {
          if (stubborn) await sleep(60_000, undefined, { signal })
        })
        const first = await harness.work({ stopWithin: 1_000 })
        const ends = await harness.dispatch(scope, quick, 'quick')
        const goes = await harness.dispatch(scope, slow, 'slow')
        await until(scope, ends!, 'running')
        await until(scope, goes!, 'running')
        const stopping = harness.with(() => first.stop())
        gate.resolve()
        await stopping
        assert.equal((await rowOf(scope, ends!)).state, 'done')
        assert.deepInclude(await rowOf(scope, goes!), { state: 'queued', attempts: 0 })
        stubborn = false
        await harness.work()
        assert.deepInclude(await until(scope, goes!, 'done'), { attempts: 1 })
      }
    )
  })
}
