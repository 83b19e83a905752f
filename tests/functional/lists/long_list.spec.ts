import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { asOwner } from '../../../app/testing/suite/schema.ts'
import { countList } from '../../../app/lists/read_lists.ts'
import type { NamedList } from '../../../app/lists/declaration.ts'
import { encodeCursor } from '../../../app/lists/cursor.ts'
import ticketList from '../../../modules/tickets/lists/tickets.ts'
import { listTickets } from '../../../modules/tickets/services/read_ticket.ts'
import { manyTickets } from './support/many_tickets.ts'

const ROWS = 100_050

test.group('A list of 100,000 rows', () => {
  test('its first and its deep pages read the rows they show and no others, by an index; its count is bounded', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const began = scope.now()
    await manyTickets(scope, 1)
    // As the owner of the database, without the audit trail: what is measured is reading.
    await asOwner(async (client) => {
      const own = 'alter table tickets_tickets'
      await client.query(`${own} disable trigger tickets_tickets_audit`)
      await client.query(`${own} no force row level security`)
      const columns = 'organisation_id, branch_id, contact_id, complaint, source, priority, status,'
      const minutes = 'response_target_minutes, resolution_target_minutes'
      await client.query(
        `insert into tickets_tickets (${columns} ${minutes}, id, number, response_due_at, resolution_due_at, created_at)
         select ${columns} ${minutes}, gen_random_uuid(), 'T-' || n, response_due_at,
                resolution_due_at + n * interval '1 minute', created_at - n * interval '1 minute'
           from tickets_tickets, generate_series(1, $1::int) n where organisation_id = $2`,
        [ROWS, workshop.organisationId]
      )
      await client.query(`${own} enable trigger tickets_tickets_audit`)
      await client.query(`${own} force row level security`)
      await client.query('commit')
      await client.query('analyze tickets_tickets')
    })

    const far = began.minus({ minutes: 90_000 }).toISO()!
    const cursor = encodeCursor('newest', far, '00000000-0000-7000-8000-000000000000')
    const input = { filters: { status: 'open' } }
    assert.lengthOf((await listTickets(scope, input)).rows, 50)
    assert.lengthOf((await listTickets(scope, { ...input, cursor })).rows, 50)

    for (const before of [began.plus({ days: 1 }).toISO()!, far]) {
      const plan = await scope.read((unit) =>
        unit.rows<{ 'QUERY PLAN': string }>(
          `explain (analyze, timing off)
           select t.id from tickets_tickets t where t.status = 'open'
              and (t.created_at, t.id) < (?::timestamptz, '00000000-0000-7000-8000-000000000000'::uuid)
            order by t.created_at desc, t.id desc limit 51`,
          [before]
        )
      )
      const text = plan.map((row) => row['QUERY PLAN']).join('\n')
      assert.match(text, /Index.* Scan .*created_at_id_index.*\(actual rows=51(\.00)? /, text)
      assert.notMatch(text, /Sort/)
    }

    const count = await countList(scope, ticketList as unknown as NamedList, input)
    assert.deepEqual(count, { count: 100_000, more: true })
  }).timeout(60_000)
})
