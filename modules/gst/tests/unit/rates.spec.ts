import { test } from '@japa/runner'
import type { RateFlags } from '../../contracts.ts'
import { allowedRatesOn, rateFor } from '../../services/rates.ts'

test.group('GST rate by HSN and date', () => {
  test('{0} on {1} is {2} % by prefix {3}')
    .with([
      ['87083000', '2025-09-21', '28', '8708'],
      ['87083000', '2025-09-22', '18', '8708'],
      ['8507', '2020-01-01', '28', '8507'],
      ['85076000', '2020-01-01', '18', '850760'],
      ['85076000', '2018-07-26', '28', '850760'],
      ['998714', '2026-11-20', '18', '9987'],
      ['8536', '2026-11-20', '18', '8536'],
      ['8544 30', '2026-11-20', '18', '8544'],
    ] as [string, string, string, string][])
    .run(({ assert }, [hsn, date, rate, hsnPrefix]) => {
      assert.deepInclude(rateFor({ hsn, date }), { known: true, rate, hsnPrefix })
    })

  test('{0} marked {1} on {2} is {3} %')
    .with([
      ['87116020', { electricVehicle: true }, '2019-07-31', '12'],
      ['87116020', { electricVehicle: true }, '2026-11-20', '5'],
      ['85044030', { evCharger: true }, '2026-11-20', '5'],
      ['998714', { evCharging: true }, '2026-11-20', '18'],
      ['8708', { treatment: 'exempt' }, '2026-11-20', '0'],
      ['not even a number', { treatment: 'nongst' }, '2026-11-20', '0'],
    ] as [string, RateFlags, string, string][])
    .run(({ assert }, [hsn, flags, date, rate]) => {
      assert.deepInclude(rateFor({ hsn, date, flags }), { known: true, rate })
    })

  test('the mark of an item decides before a longer prefix', ({ assert }) => {
    const query = { hsn: '85044030', date: '2026-11-20' }
    assert.deepInclude(rateFor(query), { rate: '18' })
    assert.deepInclude(rateFor({ ...query, flags: { evCharger: true } }), { rate: '5' })
  })

  test('{0} on {1} has no rate, and 18 % is not assumed')
    .with([
      ['61149090', '2026-11-20'],
      ['8544', '2017-11-14'],
      ['8537', '2025-09-21'],
      ['87083000', '2017-06-30'],
      ['8', '2026-11-20'],
      ['87O83000', '2026-11-20'],
    ] as [string, string][])
    .run(({ assert }, [hsn, date]) => {
      const result = rateFor({ hsn, date })
      if (result.known) return assert.fail(`${hsn} got ${result.rate} %`)
      assert.match(result.message, /Enter/)
    })

  test('a heading that means an electric vehicle waits for the mark', ({ assert }) => {
    const result = rateFor({ hsn: '87116020', date: '2026-11-20' })
    if (result.known) return assert.fail('an unmarked electric scooter got a rate')
    assert.include(result.message, 'Mark the item')
  })

  test('a part is not a vehicle, even when somebody marks it so', ({ assert }) => {
    const flags = { electricVehicle: true }
    assert.isFalse(rateFor({ hsn: '87083000', date: '2026-11-20', flags }).known)
    assert.isFalse(rateFor({ hsn: '998714', date: '2026-11-20', flags }).known)
  })

  test('a prefix that also covers other rates says so', ({ assert }) => {
    const result = rateFor({ hsn: '87112019', date: '2026-11-20' })
    assert.isTrue(result.known && result.caution?.includes('350 cc'))
  })

  test('40 % is a rate from 22 September 2025', ({ assert }) => {
    assert.notInclude(allowedRatesOn('2025-09-21'), '40')
    assert.include(allowedRatesOn('2025-09-22'), '40')
    assert.isEmpty(allowedRatesOn('2017-06-30'))
  })
})
