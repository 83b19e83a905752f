import { test } from '@japa/runner'
import fc from 'fast-check'
import {
  addDecimals,
  asPaise,
  compareDecimals,
  InvalidDecimalError,
  InvalidQuantityError,
  InvalidRateError,
  InvalidUnitPriceError,
  multiply,
  normalizeDecimal,
  paise,
  percentOf,
  proportion,
  rate,
  roundHalfAwayFromZero,
  roundToRupee,
  toDecimal,
} from '@karkhana/kernel/money'

test.group('Rounding', () => {
  test('{0} to {1} places is {2}, half away from zero')
    .with([
      ['1.005', 2, '1.01'],
      ['-1.005', 2, '-1.01'],
      ['2.675', 2, '2.68'],
      ['2.5', 0, '3'],
      ['-2.5', 0, '-3'],
      ['0.004', 2, '0.00'],
      ['-0.004', 2, '0.00'],
      ['7', 2, '7.00'],
    ] as [string, number, string][])
    .run(({ assert }, [value, places, expected]) => {
      assert.equal(roundHalfAwayFromZero(value, places), expected)
    })

  test('{0} units at {1} are {2}')
    .with([
      ['1', '1.005', '1.01'],
      ['1', '2.675', '2.68'],
      ['1.5', '800.00', '1200.00'],
      ['2', '186.50', '373.00'],
      ['0', '99.99', '0.00'],
      ['0.001', '4.99', '0.00'],
      ['0.001', '5', '0.01'],
      ['1000000', '90071992.547409', '90071992547409.00'],
    ] as [string, string, string][])
    .run(({ assert }, [count, price, expected]) => {
      assert.equal(toDecimal(multiply(count, price)), expected)
    })

  test('{1} % of {0} is {2}')
    .with([
      ['0.10', '5', '0.01'],
      ['2699.97', '9', '243.00'],
      ['4023.00', '9', '362.07'],
      ['4023.00', '18', '724.14'],
      ['-0.10', '5', '-0.01'],
      ['100.00', '0.25', '0.25'],
    ] as [string, string, string][])
    .run(({ assert }, [amount, percent, expected]) => {
      assert.equal(toDecimal(percentOf(paise(amount), percent)), expected)
    })

  test('the tax inside an inclusive price is taken in one step', ({ assert }) => {
    assert.equal(toDecimal(proportion(paise('24900.00'), '28', '256')), '2723.44')
    assert.throws(() => proportion(paise('1.00'), '1', '0'), RangeError)
  })

  test('{0} rounds to {1} rupees')
    .with([
      ['100.49', '100.00'],
      ['100.50', '101.00'],
      ['-100.50', '-101.00'],
      ['-0.49', '0.00'],
      ['4747.14', '4747.00'],
    ] as [string, string][])
    .run(({ assert }, [amount, expected]) => {
      assert.equal(toDecimal(roundToRupee(paise(amount))), expected)
    })

  test('rounding to the rupee moves an amount by at most fifty paise', ({ assert }) => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (value) => {
        const rounded = roundToRupee(asPaise(value))
        assert.equal(Math.abs(rounded % 100), 0)
        assert.isAtMost(Math.abs(rounded - value), 50)
      })
    )
  })

  test('a product agrees with exact integer arithmetic', ({ assert }) => {
    const thousandths = fc.integer({ min: 0, max: 10_000_000 })
    fc.assert(
      fc.property(thousandths, thousandths, (count, price) => {
        const written = (value: number) =>
          `${Math.floor(value / 1000)}.${`${value % 1000}`.padStart(3, '0')}`
        const millionths = BigInt(count) * BigInt(price)
        const expected = (millionths + 5_000n) / 10_000n
        assert.equal(multiply(written(count), written(price)), Number(expected))
      })
    )
  })
})

test.group('Decimal strings', () => {
  test('a quantity "{$self}" is refused')
    .with(['-1', '', 'one', '1e3', '1.1234567', '1,5', '.5', ' 1', '1234567890123'])
    .run(({ assert }, value) => {
      assert.throws(() => multiply(value, '1'), InvalidQuantityError)
      assert.throws(() => multiply('1', value), InvalidUnitPriceError)
    })

  test('a rate "{$self}" is refused')
    .with(['-5', '18%', '', '5,5'])
    .run(({ assert }, value) => {
      assert.throws(() => percentOf(paise('1.00'), value), InvalidRateError)
    })

  test('every refusal names its code and the next step', ({ assert }) => {
    try {
      multiply('-1', '1')
      assert.fail('a negative quantity was accepted')
    } catch (error) {
      assert.include(error, {
        code: 'E_QUANTITY_INVALID',
        status: 422,
        name: 'InvalidQuantityError',
      })
      assert.include((error as InvalidQuantityError).next, 'zero or more')
    }
  })

  test('decimals are compared and added by value', ({ assert }) => {
    assert.equal(compareDecimals('1.50', '1.5'), 0)
    assert.equal(compareDecimals('10', '9'), 1)
    assert.equal(addDecimals('0.1', '0.2', '-0.3'), '0')
    assert.equal(normalizeDecimal('-0.00'), '0')
    assert.equal(rate('18.00'), '18')
    assert.throws(() => addDecimals('1', 'x'), InvalidDecimalError)
  })
})
