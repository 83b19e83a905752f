import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Scope } from '@karkhana/kernel'
import { faultsIn } from '../support/books.ts'
import { Poster } from '../support/poster.ts'
import { makeSale } from '../support/sale.ts'

/** `KILLS=1000 npm test -- functional --files=modules/invoicing/tests/functional/kill.spec.ts` */
const KILLS = Number(process.env.KILLS ?? 24)

/** Processes that start while another one sells. */
const WARM = 2

/** Waits until PostgreSQL has ended the transactions of a dead process. */
async function untilGone(name: string) {
  const open = async () => {
    const { rows } = await db.rawQuery(
      'select count(*)::int as open from pg_stat_activity where application_name = ?',
      [name]
    )
    return rows[0].open as number
  }
  for (const end = Date.now() + 30_000; (await open()) > 0; await sleep(10)) {
    if (Date.now() > end) throw new Error(`PostgreSQL still serves ${name}`)
  }
}

/** Invoices with a number, and messages that have no job or jobs that have no message. */
async function count(scope: Scope) {
  const [{ issued, messages }] = await scope.read((unit) =>
    unit.rows<{ issued: number; messages: number }>(
      `select (select count(*)::int from invoicing_invoices where status = 'issued') as issued,
              (select count(*)::int from messages) as messages`
    )
  )
  const { rows } = await db.rawQuery(
    `select count(*)::int as queued from pgboss.job where data ->> 'organisationId' = ?`,
    [scope.organisationId]
  )
  return { issued, messages, queued: rows[0].queued as number }
}

test.group('A process killed while it posts invoices', () => {
  test('leaves each invoice whole or a draft, time after time', async ({ assert, cleanup }) => {
    const [sale, rehearsal] = [await makeSale(), await makeSale()]
    const { scope } = sale
    let started = 0
    const start = () => new Poster(`poster_${process.pid}_${++started}`, sale, rehearsal)
    const warm = Array.from({ length: WARM }, start)
    cleanup(() => Promise.all(warm.map((poster) => poster.discard())).then(() => {}))

    let before = 0
    let atWork = 0
    for (let kill = 1; kill <= KILLS; kill++) {
      const poster = warm.shift()!
      const pace = await poster.ready()
      poster.begin()
      // Between the middle of the first sales and the end of the fourth, however fast the machine is
      await sleep(pace * (randomInt(50, 401) / 100))
      await poster.kill()
      if (started < KILLS) warm.push(start())
      await untilGone(poster.name)

      assert.deepEqual(await faultsIn(scope), [], `after kill ${kill}`)
      const { issued, messages, queued } = await count(scope)
      assert.equal(messages, issued, `every invoice has its message after kill ${kill}`)
      assert.equal(queued, messages, `every message has its job after kill ${kill}`)
      if (issued > before) atWork++
      before = issued
    }
    // Nothing done would prove nothing.
    assert.isAbove(before, KILLS / 5, 'the processes were killed at work')
    assert.isAbove(atWork, KILLS / 5, 'many of them had issued something')
  }).timeout(600_000)
})
