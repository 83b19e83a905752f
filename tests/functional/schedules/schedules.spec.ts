import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { defineJob } from '@karkhana/kernel/jobs'
import {
  loadJobs,
  makeWorkshop,
  runEnvelope,
  tickSchedules,
  type Workshop,
} from '@karkhana/kernel/testing'
import type { RunnableJob } from '../../../app/jobs/job.ts'
import { resume, suspend } from '../../../app/partners/services/suspension.ts'
import { manifestProblems } from '../../../app/modules/check/main.ts'
import type { ScheduleDeclaration } from '../../../app/schedules/declaration.ts'
import { knowSchedule, takeKernelRun } from '../../../app/schedules/known.ts'
import { listRuns, listSchedules, runNow } from '../../../app/schedules/overview.ts'
import { turn } from '../../helpers/events.ts'
import { makePartner } from '../../helpers/partner.ts'

/** A schedule of the module `jobcards` for one test, with the job that it starts. */
async function makeSchedule(declared: Partial<ScheduleDeclaration> = {}) {
  const installed = await app.container.make(ModuleRegistry)
  const name = `note_${randomUUID().replaceAll('-', '').slice(0, 8)}`
  const seen: { organisationId: string; dueAt: string }[] = []
  let failure: Error | undefined
  const job = defineJob<{ dueAt: string }>({
    name: `jobcards.${name}`,
    retryLimit: 1,
    parse: (payload) => payload as { dueAt: string },
    async handle(scope, { dueAt }) {
      if (failure) throw failure
      seen.push({ organisationId: scope.organisationId, dueAt })
    },
  })
  const schedule: ScheduleDeclaration = {
    id: `jobcards.${name}`,
    label: 'Note the time',
    cron: '30 0 * * *',
    job: job.name,
    ...declared,
  }
  const registry = new ModuleRegistry(
    installed.all().map(({ manifest, folder }) => ({
      folder,
      manifest: {
        ...manifest,
        schedules: manifest.id === 'jobcards' ? [schedule] : [],
        jobs: manifest.id === 'jobcards' ? [async () => ({ default: job })] : [],
      },
    }))
  )
  const jobs = new Map<string, RunnableJob>([[job.name, job]])
  return {
    id: schedule.id,
    registry,
    seen,
    /** The runs that a tick writes, of these organisations. */
    async tick(at: DateTime, ...of: Workshop[]) {
      const ids = of.map(({ organisationId }) => organisationId)
      const ticked = await tickSchedules(at, registry)
      return ticked
        .filter(({ organisationId }) => ids.includes(organisationId))
        .map(({ organisationId, dueAt, state }) => ({
          organisationId,
          dueAt: dueAt.toISOString(),
          state,
        }))
    },
    /** The runs of an organisation as they are stored, oldest first. */
    runs: (scope: Scope) =>
      scope.read((unit) =>
        unit.rows<{ state: string; note: string | null; due_at: Date; job_id: string | null }>(
          `select state, note, due_at, job_id from schedule_runs
            where organisation_id = ? and schedule = ? order by due_at`,
          [scope.organisationId, schedule.id]
        )
      ),
    /** Does what the worker does with the newest job of the schedule in the organisation. */
    async work(scope: Scope, attempt = 1) {
      const { rows } = await db.rawQuery(
        `select id, data from pgboss.job where data ->> 'job' = ? and data ->> 'organisationId' = ?
          order by created_on desc limit 1`,
        [job.name, scope.organisationId]
      )
      await runEnvelope(jobs, rows[0].data, { id: rows[0].id, attempt })
    },
    fail: (error?: Error) => (failure = error),
  }
}

/** Read once: a test that runs over midnight means the same days from its begin to its end. */
const TODAY = DateTime.now().setZone('Asia/Kolkata').startOf('day')

/** Midnight in Kolkata of a day to come, when nothing else has happened. */
const midnight = (days: number) => TODAY.plus({ days })

/** Half past midnight there, when the schedule is due. */
const due = (days: number) => midnight(days).plus({ minutes: 30 })
const dueAt = (days: number) => due(days).toUTC().toISO()!

test.group('A schedule', () => {
  test('is due by the clock of each organisation, on its own day', async ({ assert }) => {
    const [pune, london] = [await makeWorkshop(), await makeWorkshop()]
    await db
      .from('organisations')
      .where('id', london.organisationId)
      .update({ timezone: 'Europe/London' })
    const { tick } = await makeSchedule()
    const here = midnight(2)
    const there = DateTime.fromISO(here.toISODate()!, { zone: 'Europe/London' })
    assert.deepEqual(await tick(here, pune, london), [], 'it is only made known')
    assert.deepEqual(await tick(here.plus({ minutes: 29, seconds: 59 }), pune, london), [])
    assert.deepEqual(await tick(here.plus({ minutes: 30 }), pune, london), [
      { organisationId: pune.organisationId, dueAt: dueAt(2), state: 'queued' },
    ])
    assert.deepEqual(await tick(there.plus({ minutes: 31 }), pune, london), [
      {
        organisationId: london.organisationId,
        dueAt: there.plus({ minutes: 30 }).toUTC().toISO()!,
        state: 'queued',
      },
    ])
  })

  test('starts its job once, however many nodes tick', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const schedule = await makeSchedule()
    const scope = await workshop.scope()
    await schedule.tick(midnight(2), workshop)
    const ticks = await Promise.all(
      Array.from({ length: 4 }, () => schedule.tick(due(2), workshop))
    )
    assert.lengthOf(ticks.flat(), 1)
    assert.deepEqual(await schedule.tick(due(2).plus({ seconds: 30 }), workshop), [])
    await schedule.work(scope)
    assert.deepEqual(schedule.seen, [{ organisationId: workshop.organisationId, dueAt: dueAt(2) }])
    const [run, ...more] = await schedule.runs(scope)
    assert.isEmpty(more)
    assert.equal(run.state, 'done')
  })

  test('is silent where its module is off, and nothing has piled up when it is on again', async ({
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const schedule = await makeSchedule()
    await schedule.tick(midnight(0).minus({ days: 3 }), mine, other)
    await turn(await mine.scope(), 'jobcards', 'paused')
    const ran = await schedule.tick(due(2), mine, other)
    assert.deepEqual(
      ran.map(({ organisationId }) => organisationId),
      [other.organisationId]
    )
    await turn(await mine.scope(), 'jobcards', 'enabled')
    // As if the module had come on after that day: what was due before is nobody's.
    await (
      await mine.scope()
    ).work((unit) =>
      unit.rows(
        `update organisation_modules set changed_at = ? where organisation_id = ? and module_id = 'jobcards'`,
        [due(2).plus({ hours: 1 }).toISO(), mine.organisationId]
      )
    )
    assert.deepEqual(await schedule.tick(due(2).plus({ hours: 2 }), mine), [])
    assert.lengthOf(await schedule.tick(due(3), mine), 1)
    assert.lengthOf(await schedule.runs(await mine.scope()), 1)
  })

  test('is silent while the organisation is suspended', async ({ assert }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const schedule = await makeSchedule()
    await schedule.tick(midnight(0).minus({ days: 3 }), workshop)
    await suspend(await partner.scope(), workshop.organisationId, {
      reason: 'The invoice of May is open.',
      confirmation: 'Volt & Wheel',
    })
    assert.deepEqual(await schedule.tick(due(2), workshop), [])
    await resume(await partner.scope(), workshop.organisationId)
    await db
      .from('organisations')
      .where('id', workshop.organisationId)
      .update({ resumed_at: due(2).plus({ hours: 1 }).toISO() })
    assert.deepEqual(await schedule.tick(due(2).plus({ hours: 2 }), workshop), [])
    assert.lengthOf(await schedule.tick(due(3), workshop), 1)
  })

  test('makes up once for what was missed, and says for how much', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const schedule = await makeSchedule()
    const scope = await workshop.scope()
    await schedule.tick(midnight(2), workshop)
    await schedule.tick(due(2), workshop)
    await schedule.work(scope)
    assert.lengthOf(await schedule.tick(due(5).plus({ hours: 7 }), workshop), 1)
    const runs = await schedule.runs(scope)
    assert.deepEqual(
      runs.map(({ due_at, note }) => [due_at.toISOString(), note]),
      [
        [dueAt(2), null],
        [dueAt(5), 'Nobody was at work when it was due; it makes up for 3 runs.'],
      ]
    )
  })

  test('skips what was missed, if it says so', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const schedule = await makeSchedule({ missed: 'skip' })
    const scope = await workshop.scope()
    await schedule.tick(midnight(2), workshop)
    const [late] = await schedule.tick(due(3).plus({ hours: 7 }), workshop)
    assert.equal(late.state, 'skipped')
    assert.equal((await schedule.tick(due(4), workshop))[0].state, 'queued')
    await schedule.work(scope)
    assert.deepEqual(
      schedule.seen.map((each) => each.dueAt),
      [dueAt(4)]
    )
  })

  test('runs once at a time of the day, also when the organisation moves to the west on it', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const [daily, hourly] = [
      await makeSchedule({ cron: '0 9 * * *' }),
      await makeSchedule({ cron: '0 * * * *' }),
    ]
    const scope = await workshop.scope()
    const at = (hour: number, zone: string, days = 2) =>
      DateTime.fromISO(midnight(days).toISODate()!, { zone }).plus({ hours: hour })
    const move = (timezone: string) =>
      db.from('organisations').where('id', workshop.organisationId).update({ timezone })
    for (const each of [daily, hourly]) await each.tick(midnight(2), workshop)
    assert.equal((await daily.tick(at(9, 'Asia/Kolkata'), workshop))[0].state, 'queued')
    await daily.work(scope)
    await hourly.tick(at(9, 'Asia/Kolkata'), workshop)
    await hourly.work(scope)

    await move('Europe/London')
    const nine = at(9, 'Europe/London')
    const ticks = await Promise.all([1, 2, 3].map(() => daily.tick(nine, workshop)))
    assert.deepEqual(
      ticks.flat().map(({ state }) => state),
      ['skipped']
    )
    assert.equal((await hourly.tick(nine, workshop))[0].state, 'queued', 'its hours go on')
    assert.isEmpty(await daily.tick(nine.plus({ hours: 2 }), workshop), 'it is said once')
    assert.equal((await daily.tick(at(9, 'Europe/London', 3), workshop))[0].state, 'queued')
    await daily.work(scope)
    assert.deepEqual(
      daily.seen.map((each) => each.dueAt),
      [at(9, 'Asia/Kolkata'), at(9, 'Europe/London', 3)].map((time) => time.toUTC().toISO())
    )
    const skipped = (await daily.runs(scope)).find(({ state }) => state === 'skipped')
    assert.equal(
      skipped?.note,
      'It ran at this time already, before the clock of the organisation was moved back.'
    )

    // To the east: nine of the day that has begun there was before it ran
    await move('Pacific/Auckland')
    assert.isEmpty(await daily.tick(at(23, 'Pacific/Auckland', 3), workshop))
    assert.equal((await daily.tick(at(9, 'Pacific/Auckland', 4), workshop))[0].state, 'queued')
  })

  test('of other organisations runs although one zone cannot be read', async ({ assert }) => {
    const [mine, lost] = [await makeWorkshop(), await makeWorkshop()]
    const schedule = await makeSchedule()
    await schedule.tick(midnight(2), mine)
    await db
      .from('organisations')
      .where('id', lost.organisationId)
      .update({ timezone: 'Atlantis/Capital' })
    try {
      await assert.rejects(
        () => schedule.tick(due(2), mine),
        'The time zone Atlantis/Capital is not known'
      )
    } finally {
      await db
        .from('organisations')
        .where('id', lost.organisationId)
        .update({ timezone: 'Asia/Kolkata' })
    }
    assert.lengthOf(await schedule.runs(await mine.scope()), 1)
  })

  test('skips a run while the one before it is at work, and says so', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const schedule = await makeSchedule()
    const scope = await workshop.scope()
    await schedule.tick(midnight(2), workshop)
    await schedule.tick(due(2), workshop)
    assert.equal((await schedule.tick(due(3), workshop))[0].state, 'skipped')
    await schedule.work(scope)
    assert.equal((await schedule.tick(due(4), workshop))[0].state, 'queued')
    const runs = await schedule.runs(scope)
    assert.deepEqual(
      runs.map(({ state, note }) => [state, note]),
      [
        ['done', null],
        ['skipped', 'The run before it was still at work.'],
        ['queued', null],
      ]
    )
  })

  test('goes on after a run whose job is gone, and notes that', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const schedule = await makeSchedule()
    const scope = await workshop.scope()
    await schedule.tick(midnight(2), workshop)
    await schedule.tick(due(2), workshop)
    const [{ job_id: jobId }] = await schedule.runs(scope)
    await scope.work((unit) => unit.rows('delete from jobs where id = ?', [jobId]))
    assert.equal((await schedule.tick(due(3), workshop))[0].state, 'queued')
    const [lost] = await schedule.runs(scope)
    assert.containsSubset(lost, { state: 'failed', note: 'It ended without a word.' })
  })

  test('waits for its job while that is put aside, and goes on after it', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const schedule = await makeSchedule()
    await schedule.tick(midnight(2), workshop)
    await schedule.tick(due(2), workshop)
    await turn(await workshop.scope(), 'jobcards', 'paused')
    await schedule.work(await workshop.scope())
    assert.isEmpty(schedule.seen, 'the job is parked')
    await turn(await workshop.scope(), 'jobcards', 'enabled')
    assert.equal((await schedule.tick(due(3), workshop))[0].state, 'skipped')
    await schedule.work(await workshop.scope())
    assert.lengthOf(schedule.seen, 1)
    assert.equal((await schedule.runs(await workshop.scope()))[0].state, 'done')
  })

  test('tells of a run that failed, after the last attempt', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const schedule = await makeSchedule()
    const scope = await workshop.scope()
    await schedule.tick(midnight(2), workshop)
    await schedule.tick(due(2), workshop)
    schedule.fail(new Error('the sun is too hot'))
    await assert.rejects(() => schedule.work(scope, 1))
    const note = 'the sun is too hot'
    assert.containsSubset((await schedule.runs(scope))[0], { state: 'running', note })
    await assert.rejects(() => schedule.work(scope, 2))
    assert.containsSubset((await schedule.runs(scope))[0], { state: 'failed', note })
  })

  test('that is wrong is found before the server starts', async ({ assert }) => {
    const report = async (declared: Partial<ScheduleDeclaration>) => {
      const { registry } = await makeSchedule(declared)
      return manifestProblems(registry.all()).get('jobcards') ?? []
    }
    assert.deepEqual(await report({}), [])
    assert.match((await report({ cron: '0 25 * * *' })).join(), /"0 25 \* \* \*" cannot be read/)
    assert.match((await report({ cron: '@daily' })).join(), /has 1 fields instead of five/)
    assert.match((await report({ job: 'tickets.close' })).join(), /a job of its own module/)
    const { registry } = await makeSchedule({ job: 'jobcards.nothing' })
    await assert.rejects(() => loadJobs(registry, []), /jobcards cannot start.*jobcards\.nothing/s)
  })
})

/** Later than every run of the deployment so far: other tests may have gone ahead of the clock. */
async function afterAllRuns(): Promise<DateTime> {
  const { rows } = await db.rawQuery(
    'select greatest(now(), max(since), max(last_due_at)) as at from kernel_schedules'
  )
  return DateTime.fromJSDate(rows[0].at, { zone: 'utc' })
}

test.group('The schedules of the deployment', () => {
  test('count the usage of everybody once a day', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const { registry } = await makeSchedule()
    const counted = async () => {
      const { rows } = await db.rawQuery(
        `select count(*)::int as count from pgboss.job
          where data ->> 'job' = 'kernel.measure_usage' and data -> 'payload' ->> 'organisationId' = ?`,
        [workshop.organisationId]
      )
      return rows[0].count as number
    }
    const evening = (await afterAllRuns()).startOf('day').plus({ days: 1, hours: 20 })
    await tickSchedules(evening, registry)
    const before = await counted()
    const ticks = Array.from({ length: 3 }, () =>
      tickSchedules(evening.plus({ minutes: 31 }), registry)
    )
    await Promise.all(ticks)
    assert.equal(await counted(), before + 1)
    await tickSchedules(evening.plus({ minutes: 35 }), registry)
    assert.equal(await counted(), before + 1)
  })

  test('are done by another process when the first one dies over it', async ({ assert }) => {
    const id = `kernel.test_${randomUUID()}`
    const now = DateTime.utc()
    await knowSchedule({ id, cron: '0 0 * * *' }, now.toJSDate())
    const at = now.plus({ days: 1 }).toJSDate()
    await assert.rejects(() => takeKernelRun(id, at, () => Promise.reject(new Error('it died'))))
    const runs: number[] = []
    const takes = [1, 2, 3].map((node) => takeKernelRun(id, at, async () => void runs.push(node)))
    assert.lengthOf(
      (await Promise.all(takes)).filter((took) => took),
      1
    )
    assert.lengthOf(runs, 1)
    assert.isFalse(await takeKernelRun(id, at, async () => void runs.push(4)))
    await db.from('kernel_schedules').where({ id }).delete()
  })
})

test.group('The page of schedules', () => {
  test('shows the schedules of modules in use, and runs one on request, once at a time', async ({
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const { registry, id, work, seen } = await makeSchedule()
    const scope = await mine.scope()
    const [view, ...more] = await listSchedules(scope, registry)
    assert.isEmpty(more)
    assert.containsSubset(view, { id, label: 'Note the time', module: 'Job cards', last: null })
    assert.equal(DateTime.fromISO(view.nextAt, { zone: 'Asia/Kolkata' }).toFormat('HH:mm'), '00:30')
    assert.equal(await runNow(scope, registry, id), 'queued')
    assert.equal(await runNow(await mine.scope(), registry, id), 'skipped')
    await work(scope)
    assert.lengthOf(seen, 1)
    const { rows } = await listRuns(scope, registry, {})
    assert.deepEqual(
      rows.map(({ state, manual }) => [state, manual]),
      [
        ['skipped', true],
        ['done', true],
      ]
    )
    assert.lengthOf((await listRuns(scope, registry, { search: 'still at work' })).rows, 1)
    assert.lengthOf((await listRuns(scope, registry, { filters: { state: 'done' } })).rows, 1)
    assert.isEmpty((await listRuns(await other.scope(), registry, {})).rows)

    await turn(scope, 'jobcards', 'paused')
    const off = await mine.scope()
    assert.isEmpty(await listSchedules(off, registry))
    assert.isEmpty((await listRuns(off, registry, {})).rows)
    await assert.rejects(() => runNow(off, registry, id), 'This schedule does not exist.')
    await assert.rejects(
      async () => runNow(await mine.scope('manager'), registry, id),
      'Your role does not allow this.'
    )
  })
})
