import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { DateTime } from 'luxon'
import { presetRange } from '../../../app/lists/date_presets.ts'
import { listTickets } from '../../../modules/tickets/services/read_ticket.ts'
import { Program } from '../../helpers/program.ts'
import { manyTickets } from './support/many_tickets.ts'

test.group('Filters of lists', () => {
  test('stretches of days are those of the organisation: weeks from Monday, its financial year', ({
    assert,
  }) => {
    const range = (name: string, today: string, start = 4) => {
      const { from, to } = presetRange(name, today, start)!
      return `${from}..${to}`
    }
    // 2026-11-21 is a Saturday.
    assert.equal(range('today', '2026-11-21'), '2026-11-21..2026-11-21')
    assert.equal(range('yesterday', '2026-03-01'), '2026-02-28..2026-02-28')
    assert.equal(range('this_week', '2026-11-21'), '2026-11-16..2026-11-22')
    assert.equal(range('this_week', '2026-11-16'), '2026-11-16..2026-11-22')
    assert.equal(range('last_30_days', '2026-11-21'), '2026-10-23..2026-11-21')
    assert.equal(range('this_month', '2028-02-10'), '2028-02-01..2028-02-29')
    assert.equal(range('last_month', '2026-03-31'), '2026-02-01..2026-02-28')
    assert.equal(range('this_quarter', '2026-11-21'), '2026-10-01..2026-12-31')
    assert.equal(range('this_quarter', '2027-02-01'), '2027-01-01..2027-03-31')
    assert.equal(range('last_quarter', '2026-11-21'), '2026-07-01..2026-09-30')
    assert.equal(range('last_quarter', '2026-04-02'), '2026-01-01..2026-03-31')
    assert.equal(range('this_quarter', '2026-12-15', 2), '2026-11-01..2027-01-31')
    assert.equal(range('this_fy', '2027-03-31'), '2026-04-01..2027-03-31')
    assert.equal(range('last_fy', '2026-04-01'), '2025-04-01..2026-03-31')
    assert.isNull(presetRange('constructor', '2026-11-21', 4))
  })

  test('several values, all others, days and records narrow a list', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const noon = DateTime.fromISO('2026-11-21T00:02:00', { zone: 'Asia/Kolkata' })
    const scope = (await workshop.scope()).with({ now: () => noon })
    await manyTickets(scope, 6)
    const count = async (filters: Record<string, string>) =>
      (await listTickets(scope, { filters })).rows.length
    assert.equal(await count({ priority: 'P1,P2' }), 3)
    assert.equal(await count({ priority: '!P1' }), 3)
    assert.equal(await count({ priority: '!P1,P3' }), 0)
    assert.equal(await count({ assignee: 'none' }), 6)
    assert.equal(await count({ assignee: '!none' }), 0)
    assert.equal(await count({ assignee: '!me' }), 6)
    assert.equal(await count({ status: '!open_all' }), 0)
    // Three of them were opened before midnight in Kolkata.
    assert.equal(await count({ opened: 'today' }), 3)
    assert.equal(await count({ opened: '!today' }), 3)
    assert.equal(await count({ opened: '..2026-11-20' }), 3)
    assert.equal(await count({ opened: '-' }), 0)
    for (const filters of [
      { opened: '2026-02-30' },
      { opened: '..' },
      { opened: 'tomorrow' },
      { priority: 'P9' },
      { contact: 'no id' },
      { constructor: 'x' },
    ]) {
      await assert.rejects(() => count(filters as never), /is not a choice of/)
    }
  })

  test('rows are counted, also by choice; the count stops at 1,00,000', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await manyTickets(await workshop.scope(), 7)
    const program = new Program(client, await workshop.token())
    const count = await program.get('/lists/tickets.tickets/count?priority=P3')
    assert.deepEqual(count as unknown, { count: 4, more: false })
    const { counts } = await program.get('/lists/tickets.tickets/counts/priority?priority=P3')
    assert.deepEqual(counts, { P1: 3, P3: 4 })
    assert.equal((await program.ask('GET', '/lists/tickets.tickets/counts/due')).status(), 422)
  })
})
