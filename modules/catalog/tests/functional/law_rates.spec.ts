import { test } from '@japa/runner'
import { addDays } from '@karkhana/kernel/dates'
import { lawHistory, lawRate, type RateFacts } from '../../services/law_rates.ts'
import { gstCalculator } from '../support/calculator.ts'

const UNTIL = '2026-11-20'
const facts = (hsn: string, evUse: RateFacts['evUse'] = null): RateFacts => ({
  hsn,
  evUse,
  treatment: 'taxable',
})
const history = async (item: RateFacts) => {
  const periods = lawHistory(await gstCalculator(), item, UNTIL)
  return periods.map((period) => [period.from, period.to, period.rate])
}

test.group('The law’s rates of an item by date', () => {
  test('name the first day of each rate', async ({ assert }) => {
    assert.deepEqual(await history(facts('87083000')), [
      ['2017-07-01', '2025-09-21', '28'],
      ['2025-09-22', UNTIL, '18'],
    ])
    assert.deepEqual(await history(facts('8536')), [
      ['2017-07-01', '2017-11-14', null],
      ['2017-11-15', UNTIL, '18'],
    ])
    assert.deepEqual(await history(facts('998714')), [['2017-07-01', UNTIL, '18']])
  })

  test('depend on the use for electric vehicles', async ({ assert }) => {
    assert.deepEqual((await history(facts('85044030', 'charger'))).at(-1), [
      '2019-08-01',
      UNTIL,
      '5',
    ])
    assert.equal((await history(facts('85044030'))).at(-1)?.[2], '18')
    assert.deepEqual((await history(facts('87116020', 'vehicle'))).at(-1), [
      '2019-08-01',
      UNTIL,
      '5',
    ])
  })

  test('agree with the table on every single day', async ({ assert }) => {
    const calculator = await gstCalculator()
    for (const item of [facts('85076000'), facts('8708'), facts('8536')]) {
      for (const { from, to, rate } of lawHistory(calculator, item, UNTIL)) {
        for (let day = from; day <= to; day = addDays(day, 1)) {
          const law = lawRate(calculator, item, day)
          if ((law.known ? law.rate : null) !== rate) assert.fail(`${item.hsn} on ${day}`)
        }
      }
    }
  })

  test('of an unknown heading are unknown from the first day to the last', async ({ assert }) => {
    assert.deepEqual(await history(facts('61149090')), [['2017-07-01', UNTIL, null]])
  })
})
