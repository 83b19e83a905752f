import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { randomUUID } from 'node:crypto'
import { isCursorValue, type CursorType } from '../../../app/lists/cursor_value.ts'
import { programOf } from '../api/support.ts'
import { manyTickets } from './support/many_tickets.ts'

const written = (parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

/** Values that only look like one, with the type that they are not. */
const IMPOSSIBLE: [CursorType, string][] = [
  ['timestamptz', ''],
  ['timestamptz', 'x'],
  ['timestamptz', '1'],
  ['timestamptz', 'epoch'],
  ['timestamptz', '2026-02-30 10:00:00+00'],
  ['timestamptz', '2026-11-21 25:00:00+00'],
  ['timestamptz', '2026-11-21 10:00:00+99'],
  ['timestamptz', '0000-01-01 00:00:00+00'],
  ['timestamptz', '99999999-01-01 00:00:00+00'],
  ['date', '2026-13-45'],
  ['date', 'today'],
  ['bigint', '1e3'],
  ['bigint', '9223372036854775808'],
  ['integer', '2147483648'],
  ['integer', ''],
  ['text', 'a\0b'],
]

test.group('Page markers that nobody was given', () => {
  test('are refused wherever pages are marked, and nothing breaks', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    await manyTickets(await workshop.scope(), 1)
    const ask = programOf(client, await workshop.token())
    const id = randomUUID()
    const codes = new Set<string>()
    for (const [, value] of IMPOSSIBLE) {
      const answer = await ask('GET', `/tickets?cursor=${written(['newest', value, id])}`)
      answer.assertStatus(422)
      codes.add(answer.body().code as string)
    }
    const day = await ask(
      'GET',
      `/settings/audit/events?cursor=${written(['2026-13-45T10:00:00.000000', id])}`
    )
    codes.add(day.body().code as string)
    assert.deepEqual([...codes], ['E_LIST_CURSOR'])
  })

  test('begin a search at its beginning', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const ask = programOf(client, await workshop.token())
    const id = randomUUID()
    for (const parts of [
      [1, '1', id],
      [1, 'Tue 1 (x)', id],
      [1, '2026-11-21T10:00:00+00:00', '-'.repeat(36)],
      [2 ** 40, '2026-11-21T10:00:00+00:00', id],
      [1.5, '2026-11-21T10:00:00+00:00', id],
    ]) {
      const answer = await ask(
        'GET',
        `/search?q=raj&kind=contacts.contacts&after=${written(parts)}`
      )
      assert.equal(answer.status(), 200, JSON.stringify(parts))
    }
  })

  test('are told from those that the database writes', ({ assert }) => {
    for (const [type, value] of IMPOSSIBLE) assert.isFalse(isCursorValue(type, value), value)
    for (const [type, value] of [
      ['timestamptz', '2026-11-21 18:30:00.123456+00'],
      ['timestamptz', '2026-11-21 18:30:00+05:30'],
      ['timestamptz', '1850-01-01 00:00:00+05:53:28'],
      ['timestamptz', '2026-11-21T18:30:00.1+00:00'],
      ['timestamptz', '2026-11-21T18:30:00.000001Z'],
      ['timestamptz', 'infinity'],
      ['date', '2028-02-29'],
      ['bigint', '-9223372036854775807'],
      ['integer', '0'],
      ['text', 'स'],
    ] as const) {
      assert.isTrue(isCursorValue(type, value), value)
    }
  })
})
