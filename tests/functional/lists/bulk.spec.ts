import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { BulkRun } from '../../../app/bulk/bulk_run.ts'
import { QUEUE_SCHEMA } from '../../../app/jobs/boss.ts'
import { changeTicketStatus } from '../../../modules/tickets/services/change_ticket_status.ts'
import { setPriority } from '../../../modules/tickets/services/tickets.ts'
import { listTickets } from '../../../modules/tickets/services/read_ticket.ts'
import { Program } from '../../helpers/program.ts'
import { startWorker } from '../../helpers/worker.ts'
import { manyTickets } from './support/many_tickets.ts'

const RUNS = '/lists/tickets.tickets/runs'
const body = (changes: object) => ({
  key: randomUUID(),
  action: 'priority',
  input: { priority: 'P2' },
  ...changes,
})

/** Has the database break off each change of a ticket, as when it is shut down. Returns how to mend it. */
async function failingAt(ticketId: string) {
  const owner = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await owner.connect()
  await owner.query(`
    create function break_off() returns trigger language plpgsql as
      $$ begin raise exception 'shutting down' using errcode = '57P01'; end $$;
    create trigger break_off before update on tickets_tickets
      for each row when (new.id = '${ticketId}') execute function break_off()`)
  let mended = false
  return async () => {
    if (mended) return
    mended = true
    await owner.query('drop function break_off() cascade')
    await owner.end()
  }
}

/** Lets the jobs of an organisation be due now. */
async function untilDue(organisationId: string) {
  await db.rawQuery(
    `update ${QUEUE_SCHEMA}.job set start_after = now() where data ->> 'organisationId' = ?`,
    [organisationId]
  )
}

test.group('Actions on many records', () => {
  test('what is refused is told with its reason, and only that is tried again', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await manyTickets(scope, 5)
    const { rows } = await listTickets(scope, {})
    const ids = rows.map(({ id }) => id)
    await changeTicketStatus(scope, ids[1], { transition: 'cancel', reason: 'Sold' })
    const program = new Program(client, await workshop.token())
    const asked = body({ ids })
    const run = (await program.create(RUNS, asked)) as unknown as BulkRun
    assert.containsSubset(run, { state: 'done', total: 5, done: 4, failed: 1 })
    assert.deepEqual(
      run.failures.map(({ id, title }) => [id, title]),
      [[ids[1], rows[1].number]]
    )
    assert.match(run.failures[0].reason, /cancelled/i)

    // The same request again is the same run: nothing is done twice.
    const versions = (await listTickets(scope, {})).rows.map(({ version }) => version)
    const again = (await program.create(RUNS, asked)) as unknown as BulkRun
    assert.equal(again.id, run.id)
    const retried = (await program.act(`${RUNS}/${run.id}/retry`)) as unknown as BulkRun
    assert.containsSubset(retried, { state: 'done', total: 5, done: 4, failed: 1 })
    const after = (await listTickets(scope, {})).rows
    assert.deepEqual(
      after.map(({ version }) => version),
      versions
    )
    assert.isTrue(after.every(({ priority }) => priority === 'P2'))
  })

  test('an action is undone where the record did not change since; the others are left and named', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await manyTickets(scope, 3)
    const read = async () => (await listTickets(scope, {})).rows
    const before = await read()
    const ids = before.map(({ id }) => id)
    const program = new Program(client, await workshop.token())
    const run = (await program.create(
      RUNS,
      body({ ids, input: { priority: 'P2' } })
    )) as unknown as BulkRun
    assert.equal(run.done, 3)
    // Somebody else sees to the second one meanwhile
    await setPriority(scope, ids[1], { priority: 'P4' })

    const undone = (await program.create(`${RUNS}/${run.id}/undo`, {})) as unknown as BulkRun
    assert.containsSubset(undone, { state: 'done', total: 3, done: 2, failed: 1, undoes: run.id })
    assert.deepEqual(
      undone.failures.map(({ id }) => id),
      [ids[1]]
    )
    assert.deepEqual(
      (await read()).map(({ priority }) => priority),
      [before[0].priority, 'P4', before[2].priority]
    )
    const twice = await program.ask('POST', `${RUNS}/${run.id}/undo`)
    assert.equal(twice.body().code, 'E_BULK_UNDONE')
    const redo = await program.ask('POST', `${RUNS}/${undone.id}/undo`)
    assert.equal(redo.body().code, 'E_BULK_FINAL')
    const other = new Program(client, await (await makeWorkshop()).token())
    const foreign = await other.ask('POST', `${RUNS}/${run.id}/undo`)
    foreign.assertStatus(404)
  })

  test('all that match are worked on by a job, with progress; 1,000 of them', async ({
    client,
    assert,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await manyTickets(scope, 1000)
    const worker = await startWorker()
    cleanup(() => worker.stop())
    const program = new Program(client, await workshop.token())
    const begun = (await program.create(
      RUNS,
      body({ query: { filters: { priority: 'P3' } } })
    )) as unknown as BulkRun
    assert.containsSubset(begun, { state: 'waiting', total: 500 })
    let run = begun
    for (let look = 0; look < 600 && run.state !== 'done'; look++) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      run = (await program.get(`${RUNS}/${begun.id}`)) as unknown as BulkRun
    }
    assert.containsSubset(run, { state: 'done', done: 500, failed: 0 })
    const left = await listTickets(scope, { filters: { priority: 'P3' } })
    assert.lengthOf(left.rows, 0)
  }).timeout(180_000)

  test('what ends in the middle goes on by itself, and only with what was left', async ({
    client,
    assert,
    cleanup,
  }) => {
    const worker = await startWorker()
    cleanup(() => worker.stop())
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await manyTickets(scope, 4)
    const { rows } = await listTickets(scope, {})
    const ids = rows.map(({ id }) => id)
    const program = new Program(client, await workshop.token())
    const asked = body({ ids })
    const repaired = await failingAt(ids[2])
    cleanup(repaired)
    assert.equal((await program.ask('POST', RUNS, asked)).status(), 500)
    await repaired()
    const begun = (await program.create(RUNS, asked)) as unknown as BulkRun
    assert.containsSubset(begun, { state: 'waiting', total: 4 })
    await untilDue(scope.organisationId)
    let run = begun
    for (let look = 0; look < 600 && run.state !== 'done'; look++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      run = (await program.get(`${RUNS}/${begun.id}`)) as unknown as BulkRun
    }
    assert.containsSubset(run, { state: 'done', total: 4, done: 4, failed: 0 })
    const versions = new Map(
      (await listTickets(scope, {})).rows.map((row) => [row.id, row.version])
    )
    const risen = ids.map((id, place) => versions.get(id)! - rows[place].version)
    assert.deepEqual(risen, [1, 1, 1, 1])

    // One that is through leaves nobody waiting to see to it.
    await program.create(RUNS, body({ ids }))
    const waiting = await scope.read((unit) =>
      unit.rows(`select name from jobs where organisation_id = ? and state = 'queued'`, [
        scope.organisationId,
      ])
    )
    assert.notDeepInclude(waiting, { name: 'kernel.run_bulk' })
  })

  test('only whoever may, and only what they see; nobody reads the run of another', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await manyTickets(scope, 1)
    const [{ id }] = (await listTickets(scope, {})).rows
    const [owner, technician] = [
      new Program(client, await workshop.token()),
      new Program(client, await workshop.token('technician')),
    ]
    assert.equal((await technician.ask('POST', RUNS, body({ ids: [id] }))).status(), 403)
    const other = await makeWorkshop()
    const foreign = new Program(client, await other.token())
    const theirs = (await foreign.create(RUNS, body({ ids: [id] }))) as unknown as BulkRun
    assert.containsSubset(theirs, { done: 0, failed: 1 })
    const run = await owner.create(RUNS, body({ ids: [id] }))
    assert.equal((await foreign.ask('GET', `${RUNS}/${run.id}`)).status(), 404)
    assert.equal((await owner.ask('POST', RUNS, body({ ids: [id], input: {} }))).status(), 422)
    assert.equal((await owner.ask('POST', RUNS, body({}))).status(), 422)
  })

  test('a field is changed in the list by whoever may, with the version they saw', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await manyTickets(scope, 1)
    const [row] = (await listTickets(scope, {})).rows
    const path = `/lists/tickets.tickets/rows/${row.id}`
    const edit = { field: 'priority', value: 'P4', version: row.version }
    const technician = new Program(client, await workshop.token('technician'))
    assert.equal((await technician.ask('PUT', path, edit)).status(), 404)
    const owner = new Program(client, await workshop.token())
    const changed = await owner.change(path, edit)
    assert.containsSubset(changed, { priority: 'P4', version: row.version + 1 })
    const late = await owner.ask('PUT', path, edit)
    assert.equal(late.status(), 409)
    for (const wrong of [{ value: 'P9' }, { field: 'complaint' }, { value: null }]) {
      const answer = await owner.ask('PUT', path, { ...edit, ...wrong, version: row.version + 1 })
      assert.equal(answer.status(), 422)
    }
  })
})
