import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { systemScope, type Scope } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { workerStore } from '../../../app/jobs/store.ts'
import { cancelJob, retryJob } from '../../../app/jobs/manage.ts'
import { WAITED_FOR } from '../../../app/transfer/exports/exports.ts'
import type { BulkRun } from '../../../app/bulk/bulk_run.ts'
import { tellUntold } from '../../../app/runs/look_after.ts'
import type { RunView } from '../../../app/runs/views.ts'
import { endRun, noteRun, takeRun } from '../../../app/runs/work.ts'
import { Program } from '../../helpers/program.ts'
import { manyTickets } from '../lists/support/many_tickets.ts'

const RUNS = '/lists/tickets.tickets/runs'

async function begin(client: ConstructorParameters<typeof Program>[0], count = 60) {
  const workshop = await makeWorkshop()
  const scope = await workshop.scope()
  await manyTickets(scope, count)
  const program = new Program(client, await workshop.token())
  const run = (await program.create(RUNS, {
    ...{ key: randomUUID(), action: 'priority', input: { priority: 'P2' } },
    query: {},
  })) as unknown as BulkRun
  const system = await systemScope(workshop.organisationId, 'test')
  const stored = async () => {
    const [row] = await system.read((unit) =>
      unit.rows<{ state: string; attempt: string; job_id: string; failure: string | null }>(
        'select state, attempt, job_id, failure from runs where organisation_id = ? and id = ?',
        [workshop.organisationId, run.id]
      )
    )
    return row
  }
  return { workshop, program, run, system, stored }
}

async function told(scope: Scope): Promise<string[]> {
  const rows = await scope.read((unit) =>
    unit.rows<{ reason: string }>(
      'select reason from notifications where organisation_id = ? order by happened_at',
      [scope.organisationId]
    )
  )
  return rows.map(({ reason }) => reason)
}

/** Ends the job of a run as a worker does that gives it up. */
async function giveUp(jobId: string) {
  const [job] = await workerStore.begin([jobId], null)
  if (!job.begun) throw new Error(`the job is ${job.state}`)
  await workerStore.end([
    { id: jobId, node: null, attempt: job.attempt, state: 'dead', counts: true, error: 'boom' },
  ])
}

test.group('What runs long', () => {
  test('stands in one list with what jobs say, for who asked alone', async ({ client, assert }) => {
    const { workshop, program, run } = await begin(client)
    const view = (await program.get(`/runs/${run.id}`)) as unknown as RunView
    assert.containsSubset(view, {
      ...{ kind: 'bulk', state: 'waiting', total: 60, done: 0, percent: 0 },
      ...{ cancellable: true, retriable: false },
    })
    const { rows } = WAITED_FOR
    assert.isAbove(rows, 0)
    const asked = { source: 'exporter', name: 'contacts.contacts', format: 'csv' }
    const file = await program.create('/transfer/exports', asked)
    const list = (await program.get('/runs')) as unknown as RunView[]
    assert.deepEqual(
      list.map(({ id, kind }) => [id, kind]),
      [
        [file.id, 'export'],
        [run.id, 'bulk'],
      ]
    )
    const waiting = (await program.get('/runs?state=done')) as unknown as RunView[]
    assert.deepEqual(waiting, [])
    const strangers = [await workshop.token('manager'), await (await makeWorkshop()).token()]
    for (const token of strangers) {
      const stranger = new Program(client, token)
      assert.deepEqual((await stranger.get('/runs')) as unknown, [])
      for (const [method, path] of [
        ['GET', ''],
        ['POST', '/cancel'],
        ['POST', '/retry'],
      ] as const) {
        assert.equal((await stranger.ask(method, `/runs/${run.id}${path}`)).status(), 404)
      }
    }
  })

  test('is stopped with its job, and done once more', async ({ client, assert }) => {
    const { workshop, program, run, system, stored } = await begin(client)
    const first = await stored()
    assert.equal((await program.ask('POST', `/runs/${run.id}/retry`)).body().code, 'E_RUN_OPEN')
    const stopped = (await program.act(`/runs/${run.id}/cancel`)) as unknown as RunView
    assert.containsSubset(stopped, { state: 'cancelled', cancellable: false, retriable: true })
    const [job] = await workerStore.begin([first.job_id], null)
    assert.deepInclude(job, { begun: false, state: 'cancelled' })
    const attempt = { runId: run.id, attempt: first.attempt }
    assert.isNull(await takeRun(system, attempt), 'nobody works on it')
    assert.isFalse(await system.work((unit) => noteRun(unit, attempt, { done: 1 })))
    // Who stopped it needs not be told.
    await tellUntold()
    assert.deepEqual(await told(system), [])

    const again = (await program.act(`/runs/${run.id}/retry`)) as unknown as RunView
    assert.equal(again.state, 'waiting')
    const second = await stored()
    assert.notEqual(second.attempt, first.attempt)
    assert.isNull(await takeRun(system, attempt), 'a late job of the first attempt does nothing')
    const now = { runId: run.id, attempt: second.attempt }
    assert.equal((await takeRun(system, now))?.state, 'running')
    // In the name of who asked, as kinds of runs work: they are told nevertheless, once.
    const member = await workshop.scope()
    await member.work((unit) => endRun(unit, now, { state: 'done' }))
    await tellUntold()
    assert.deepEqual(await told(system), ['finished'])
    assert.equal((await program.ask('POST', `/runs/${run.id}/retry`)).body().code, 'E_RUN_DONE')
    const over = (await program.act(`/runs/${run.id}/cancel`)) as unknown as RunView
    assert.equal(over.state, 'done', 'what is over stays as it ended')
  })

  test('fails with the job that is given up, is told of once, and goes on when that is tried again', async ({
    client,
    assert,
  }) => {
    const { program, run, system, stored } = await begin(client)
    const { job_id: job } = await stored()
    await giveUp(job)
    assert.containsSubset(await stored(), {
      state: 'failed',
      failure: 'Karkhana could not finish it.',
    })
    await Promise.all([tellUntold(), tellUntold()])
    await tellUntold()
    assert.deepEqual(await told(system), ['unfinished'])
    await retryJob(system, job)
    assert.containsSubset(await stored(), { state: 'waiting', failure: null })
    await cancelJob(system, job)
    assert.equal((await stored()).state, 'cancelled')
    const view = (await program.get(`/runs/${run.id}`)) as unknown as RunView
    assert.isTrue(view.retriable)
  })

  test('of a job is stopped and tried again from the same list', async ({ client, assert }) => {
    const { workshop, program, system } = await begin(client, 1)
    const other = new Program(client, await (await makeWorkshop()).token())
    const id = await ownJob(workshop)
    const view = (await program.get(`/runs/${id}`)) as unknown as RunView
    assert.containsSubset(view, { kind: 'job', state: 'running', percent: 40, note: 'May' })
    assert.equal((await other.ask('POST', `/runs/${id}/cancel`)).status(), 404)
    await program.act(`/runs/${id}/cancel`)
    const [row] = await system.read((unit) =>
      unit.rows<{ state: string; asked: boolean }>(
        'select state, cancel_requested_at is not null as asked from jobs where organisation_id = ? and id = ?',
        [workshop.organisationId, id]
      )
    )
    assert.deepEqual(row, { state: 'running', asked: true })
  })
})

/** A job of the owner that is under way and says how far it is. */
async function ownJob(workshop: Workshop): Promise<string> {
  const scope = await workshop.scope()
  const id = randomUUID()
  await scope.work((unit) =>
    unit.rows(
      `insert into jobs (organisation_id, id, name, module_id, queue, payload_version, envelope, retry_limit, retry_delay,
                         timeout, member_id, state, attempts, progress, progress_note)
       values (?, ?, 'jobcards.months', 'jobcards', 'default', 1, '{}', 1, 1, 60, ?, 'running', 1, 40, 'May')`,
      [scope.organisationId, id, scope.actor.memberId]
    )
  )
  return id
}
