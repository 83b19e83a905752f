import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import { randomUUID } from 'node:crypto'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { reasonsOf } from '../../../app/partners/health.ts'
import {
  listOrganisations,
  organisationFacts,
} from '../../../app/partners/services/organisations.ts'
import { measureUsage, usageHistory } from '../../../app/partners/usage.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { deliverAccountMails } from '../../helpers/mail.ts'
import { makePartner } from '../../helpers/partner.ts'

const DAY = 24 * 60 * 60 * 1000

/** A day as the organisations count it, whose months begin while the last one lasts in UTC. */
const daysAgo = (days: number) =>
  DateTime.now().setZone('Asia/Kolkata').minus({ days }).toISODate()!

async function count(id: string, usage: Record<string, unknown>) {
  await db.table('organisation_usage').insert({
    organisation_id: id,
    users: 1,
    documents: 0,
    storage_bytes: 0,
    jobs_done: 0,
    jobs_failed: 0,
    jobs_parked: 0,
    ...usage,
  })
}

test.group('Usage', () => {
  test('counts people, documents and rows of one organisation and of no other', async ({
    assert,
  }) => {
    const [workshop, empty] = [await makeWorkshop(), await makeWorkshop()]
    await fillWorkshop(workshop)
    await workshop.member('manager')
    const scope = await workshop.scope()
    const [{ documents }] = await scope.read((unit) =>
      unit.rows<{ documents: number }>(
        'select sum(last_number)::int as documents from number_series'
      )
    )
    const mine = await measureUsage(workshop.organisationId)
    const theirs = await measureUsage(empty.organisationId)
    const [{ people }] = (
      await db.rawQuery(
        `select count(*)::int as people from memberships where organisation_id = ? and active`,
        [workshop.organisationId]
      )
    ).rows as { people: number }[]
    assert.containsSubset(mine, { users: people, documents })
    assert.isAbove(documents, 0)
    assert.containsSubset(theirs, { users: 1, documents: 0 })
    assert.isAbove(mine.storageBytes, theirs.storageBytes)

    const [row] = await scope.read((unit) =>
      unit.rows<{ bytes: number }>('select sum(pg_column_size(t.*))::int as bytes from audit_log t')
    )
    assert.isAtLeast(mine.storageBytes, row.bytes, 'the audit trail is storage too')
  })

  test('a second count of the day replaces the first', async ({ assert }) => {
    const workshop = await makeWorkshop()
    await measureUsage(workshop.organisationId)
    await workshop.member('technician')
    await measureUsage(workshop.organisationId)
    const history = await usageHistory(workshop.organisationId, 60)
    assert.deepEqual(
      history.map(({ users }) => users),
      [2]
    )
  })

  test('jobs that were done, failed and wait are counted by organisation', async ({ assert }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await workshop.scope()
    await scope.work((unit) =>
      unit.rows(
        `insert into jobs (organisation_id, id, name, module_id, queue, payload_version, envelope, state, finished_at,
                           retry_limit, retry_delay, timeout)
         select ?, gen_random_uuid(), 'kernel.test', 'kernel', 'default', 1, '{}', x.state,
                case when x.state <> 'waiting' then now() end, 5, 5, 120
           from unnest(array['done', 'dead', 'waiting']) as x(state)`,
        [workshop.organisationId]
      )
    )
    // What a version before has done stands in its own queues, one for each module.
    const { rows: queues } = await db.rawQuery(
      `select pgboss.create_queue('karkhana-kernel', '{"policy": "standard"}')`
    )
    assert.lengthOf(queues, 1)
    await db.rawQuery(
      `insert into pgboss.job (id, name, data, state, completed_on)
       values (?, 'karkhana-kernel', ?::jsonb, 'completed', now())`,
      [randomUUID(), JSON.stringify({ organisationId: workshop.organisationId })]
    )
    assert.containsSubset(await measureUsage(workshop.organisationId), {
      jobsDone: 2,
      jobsFailed: 1,
      jobsParked: 1,
    })
    assert.containsSubset(await measureUsage(other.organisationId), { jobsDone: 0, jobsFailed: 0 })
  })

  test('opening the list has what is stale counted by a job, once', async ({ client, assert }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const manager = await partner.user()
    const id = workshop.organisationId
    for (let click = 0; click < 3; click++) {
      ;(await client.get('/partner/organisations').loginAs(manager)).assertStatus(200)
    }
    const waiting = async () =>
      (
        await db.rawQuery(
          `select count(*)::int as count from pgboss.job
            where data ->> 'job' = 'kernel.measure_usage' and data -> 'payload' ->> 'organisationId' = ?`,
          [id]
        )
      ).rows[0].count as number
    assert.equal(await waiting(), 1)
    assert.isNull((await organisationFacts(await partner.scope(), id)).measuredAt)
    await deliverAccountMails()
    assert.isNotNull((await organisationFacts(await partner.scope(), id)).measuredAt)
  })

  test('documents of the month are those since the last count before it', async ({ assert }) => {
    const partner = await makePartner()
    const [old, fresh] = [await partner.workshop(), await partner.workshop()]
    await db
      .from('organisations')
      .where('id', old.organisationId)
      .update({ created_at: new Date(Date.now() - 90 * DAY) })
    await count(old.organisationId, { on_date: daysAgo(80), documents: 90 })
    await count(old.organisationId, { on_date: daysAgo(45), documents: 100 })
    await count(old.organisationId, { on_date: daysAgo(0), documents: 130 })
    await count(fresh.organisationId, { on_date: daysAgo(0), documents: 7 })
    const month = async (id: string) =>
      (await organisationFacts(await partner.scope(), id)).documentsThisMonth
    assert.equal(await month(old.organisationId), 30)
    assert.equal(await month(fresh.organisationId), 7)
  })
})

test.group('Health', () => {
  test('says in one word what matters first, and the list filters by it', async ({ assert }) => {
    const partner = await makePartner()
    const scope = await partner.scope()
    const make = async (name: string, usage: Record<string, unknown>, change: object = {}) => {
      const { organisationId } = await partner.workshop({ organisationName: name })
      await count(organisationId, { on_date: daysAgo(0), last_seen_at: new Date(), ...usage })
      if (Object.keys(change).length > 0) {
        await db.from('organisations').where('id', organisationId).update(change)
      }
      return organisationId
    }
    await make('A Fine', {})
    await make('B Quiet', { last_seen_at: new Date(Date.now() - 15 * DAY) })
    await make('C Failing', { jobs_failed: 2, last_failed_at: new Date() })
    await make('D Healed', { jobs_failed: 2, last_failed_at: new Date(Date.now() - 8 * DAY) })
    await make(
      'E Suspended',
      { jobs_failed: 1, last_failed_at: new Date() },
      {
        suspended_at: new Date(),
      }
    )
    const unjoined = await make('F Unjoined', {})
    await db.from('memberships').where('organisation_id', unjoined).update({ role: 'manager' })

    const { rows } = await listOrganisations(scope, {})
    assert.deepEqual(
      rows.map(({ name, health }) => [name, health.id]),
      [
        ['A Fine', 'fine'],
        ['B Quiet', 'quiet'],
        ['C Failing', 'failing'],
        ['D Healed', 'fine'],
        ['E Suspended', 'suspended'],
        ['F Unjoined', 'unjoined'],
      ]
    )
    for (const health of ['quiet', 'failing', 'suspended', 'unjoined']) {
      const filtered = await listOrganisations(scope, { filters: { health } })
      assert.deepEqual(
        filtered.rows.map((row) => row.health.id),
        [health]
      )
    }
    const active = await listOrganisations(scope, { filters: { state: 'active' } })
    assert.lengthOf(active.rows, 5)
  })

  test('gives its reasons in sentences', ({ assert }) => {
    const signs = {
      suspendedAt: null,
      suspendedReason: null,
      jobsFailed: 1,
      jobsParked: 2,
      lastFailedAt: new Date(),
      lastSeenAt: new Date(),
      createdAt: new Date(),
      ownerJoined: false,
      fileBytes: null,
      fileQuota: 100,
    }
    assert.deepEqual(reasonsOf(signs, 'en'), [
      '1 job failed in 30 days.',
      '2 jobs waiting for a module or for the end of a suspension.',
      'The owner has not taken up the invitation.',
    ])
    const fine = { ...signs, lastFailedAt: null, jobsParked: 0, ownerJoined: true }
    assert.deepEqual(reasonsOf(fine, 'en'), [])
  })

  test('the list pages by keyset: every organisation once, in order', async ({ assert }) => {
    const partner = await makePartner()
    const scope = await partner.scope()
    for (const name of ['Delta', 'Alpha', 'Charlie', 'Bravo', 'Alpha']) {
      await partner.workshop({ organisationName: `${name} Garage` })
    }
    const names: string[] = []
    let cursor: string | undefined
    do {
      const page = await listOrganisations(scope, { limit: 2, cursor })
      names.push(...page.rows.map(({ name }) => name))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    assert.deepEqual(
      names,
      ['Alpha', 'Alpha', 'Bravo', 'Charlie', 'Delta'].map((name) => `${name} Garage`)
    )
    const found = await listOrganisations(scope, { search: 'charl' })
    assert.lengthOf(found.rows, 1)
    await assert.rejects(
      () => listOrganisations(scope, { filters: { owner: 'me' } }),
      '"owner" is not a choice of this list.'
    )
  })
})
