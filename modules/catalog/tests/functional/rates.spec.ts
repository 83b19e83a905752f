import { test } from '@japa/runner'
import type { Scope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { DateTime } from 'luxon'
import type { ItemInput } from '../../services/items.ts'
import { decideRate } from '../../services/own_rates.ts'
import { rateHistory } from '../../services/rate_history.ts'
import { addItem } from '../support/items.ts'

const REASON = 'Advance ruling of 2026'
const clock = () => DateTime.fromISO('2026-11-20T06:00:00Z', { zone: 'utc' })

async function rateOn(
  scope: Scope,
  query: { itemId?: string; hsn: string; date: string; field?: string }
) {
  const items = await scope.need('catalog.items@1')
  return items.rateOn(scope, query)
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error('It was accepted')
    },
    (error: { code: string; field?: string; status: number; message: string }) => error
  )

test.group('GST of an item on a date', () => {
  test('{0} of HSN {1} on {2} is {3} %')
    .with([
      ['a brake part', '87083000', '2025-09-21', '28', {}],
      ['a brake part', '87083000', '2025-09-22', '18', {}],
      ['a charger', '85044030', '2026-11-20', '5', { evUse: 'charger' }],
      ['an electric scooter', '87116020', '2026-11-20', '5', { evUse: 'vehicle' }],
      ['an exempt item', '8536', '2026-11-20', '0', { treatment: 'exempt' }],
    ] as [string, string, string, string, Partial<ItemInput>][])
    .run(async ({ assert }, [, hsn, date, rate, change]) => {
      const scope = await (await makeWorkshop()).scope()
      const item = await addItem(scope, { hsn, ...change })
      assert.equal(await rateOn(scope, { itemId: item.id, hsn, date }), rate)
    })

  test('that nobody knows is refused at the field, never guessed', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const item = await addItem(scope, { hsn: '61149090' })
    const query = { itemId: item.id, hsn: '61149090', date: '2026-11-20', field: 'lines.2.hsn' }
    const error = await refusal(rateOn(scope, query))
    assert.equal(error.code, 'E_RATE_UNKNOWN')
    assert.equal(error.field, 'lines.2.hsn')
    assert.equal(error.status, 422)
    assert.include(error.message, '61149090')
  })

  test('without an item comes from the HSN alone', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    assert.equal(await rateOn(scope, { hsn: '8536', date: '2026-11-20' }), '18')
    assert.equal(
      (await refusal(rateOn(scope, { hsn: '87116020', date: '2026-11-20' }))).field,
      'hsn'
    )
  })

  test('with the item of another organisation does not exist', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const item = await addItem(await other.scope())
    const query = { itemId: item.id, hsn: '8536', date: '2026-11-20', field: 'lines.0.itemId' }
    const error = await refusal(rateOn(await mine.scope(), query))
    assert.equal(error.code, 'E_NOT_FOUND')
    assert.equal(error.field, 'lines.0.itemId')
  })
})

test.group('A rate of one’s own', () => {
  test('wins over the law from its day until the law counts again', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope('owner', clock)
    const item = await addItem(scope)
    await decideRate(scope, item.id, { from: '2026-04-01', rate: '5', reason: REASON })
    await decideRate(scope, item.id, { from: '2026-10-01', rate: null, reason: 'Ruling reversed' })
    const on = (date: string) => rateOn(scope, { itemId: item.id, hsn: '8536', date })
    assert.deepEqual(
      [
        await on('2026-03-31'),
        await on('2026-04-01'),
        await on('2026-09-30'),
        await on('2026-10-01'),
      ],
      ['18', '5', '5', '18']
    )
    const { today, own } = await rateHistory(scope, item)
    assert.deepInclude(today, { known: true, rate: '18', decidedBy: 'law', since: '2026-10-01' })
    assert.deepEqual(
      own.map((each) => [each.from, each.rate]),
      [
        ['2026-10-01', null],
        ['2026-04-01', '5'],
      ]
    )
  })

  test('decided again for the same day counts as decided last', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope('owner', clock)
    const item = await addItem(scope)
    await decideRate(scope, item.id, { from: '2026-04-01', rate: '5', reason: REASON })
    const later = await workshop.scope('owner', () => clock().plus({ minutes: 1 }))
    await decideRate(later, item.id, {
      from: '2026-04-01',
      rate: '12',
      reason: 'Typed wrong before',
    })
    assert.equal(await rateOn(scope, { itemId: item.id, hsn: '8536', date: '2026-05-01' }), '12')
    const { today } = await rateHistory(later, item)
    assert.deepInclude(today, {
      rate: '12',
      decidedBy: 'own',
      since: '2026-04-01',
      source: 'Typed wrong before',
    })
  })

  test('makes an unknown HSN sellable, and is not for another HSN on the line', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const item = await addItem(scope, { hsn: '61149090' })
    await decideRate(scope, item.id, { from: '2026-04-01', rate: '12', reason: REASON })
    const on = (hsn: string) => rateOn(scope, { itemId: item.id, hsn, date: '2026-05-01' })
    assert.equal(await on('61149090'), '12')
    assert.equal(await on('8536'), '18')
  })

  test('{0} is refused at {1}')
    .with([
      ['a rate that is none', 'rate', { rate: '17' }],
      ['40 % before it existed', 'rate', { rate: '40', from: '2025-09-21' }],
      ['a negative rate', 'rate', { rate: '-5' }],
      ['no choice at all', 'rate', { rate: undefined }],
      ['a day before GST', 'from', { from: '2017-06-30' }],
      ['a day that is none', 'from', { from: '2026-02-30' }],
      ['no reason', 'reason', { reason: '' }],
    ] as [string, string, object][])
    .run(async ({ client, assert }, [, field, change]) => {
      const workshop = await makeWorkshop()
      const item = await addItem(await workshop.scope())
      const response = await client
        .post(`/api/v1/catalog/${item.id}/rates`)
        .bearerToken(await workshop.token('accountant'))
        .json({ from: '2026-04-01', rate: '5', reason: REASON, ...change })
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, field)
      assert.isEmpty((await rateHistory(await workshop.scope(), item)).own)
    })

  test('is not for untaxed items, nor for managers to decide', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const item = await addItem(await workshop.scope(), { treatment: 'nil' })
    const decision = { from: '2026-04-01', rate: '5', reason: REASON }
    const path = `/api/v1/catalog/${item.id}/rates`
    const untaxed = await client
      .post(path)
      .bearerToken(await workshop.token())
      .json(decision)
    assert.equal(untaxed.body().code, 'E_ITEM_UNTAXED')
    const manager = await workshop.token('manager')
    ;(await client.post(path).bearerToken(manager).json(decision)).assertStatus(403)
  })

  test('is never changed, by no program', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const item = await addItem(scope)
    await decideRate(scope, item.id, { from: '2026-04-01', rate: '5', reason: REASON })
    for (const sql of [
      'update catalog_item_rates set rate = 28',
      'delete from catalog_item_rates',
    ]) {
      await assert.rejects(() => scope.work((unit) => unit.rows(sql)), /permission denied/)
    }
  })
})
