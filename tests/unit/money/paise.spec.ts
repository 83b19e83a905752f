import { test } from '@japa/runner'
import fc from 'fast-check'
import {
  AmountOutOfRangeError,
  asPaise,
  InvalidAmountError,
  paise,
  subtract,
  sum,
  toDecimal,
  type Paise,
} from '@karkhana/kernel/money'

const anyAmount = () => fc.maxSafeInteger().map(asPaise)

test.group('Paise', () => {
  test('rupees "{0}" are {1} paise')
    .with([
      ['4747.00', 474700],
      ['4747', 474700],
      ['0.5', 50],
      ['-0.14', -14],
      ['-0.00', 0],
      ['90071992547409.91', Number.MAX_SAFE_INTEGER],
    ] as [string, number][])
    .run(({ assert }, [text, amount]) => assert.strictEqual(paise(text), amount as Paise))

  test('"{$self}" is not an amount in rupees')
    .with(['', '1.005', '1,000.00', '₹1', '1e3', ' 1', '.5', '5.', '--1', 'NaN', '१२'])
    .run(({ assert }, text) => {
      assert.throws(() => paise(text), InvalidAmountError)
    })

  test('an amount beyond 2^53 - 1 paise is refused by name', ({ assert }) => {
    assert.throws(() => paise('90071992547409.92'), AmountOutOfRangeError)
    assert.throws(() => asPaise(2n ** 53n), AmountOutOfRangeError)
    assert.throws(() => sum([asPaise(Number.MAX_SAFE_INTEGER), asPaise(1)]), AmountOutOfRangeError)
    try {
      asPaise(0.5)
      assert.fail('half a paisa was accepted')
    } catch (error) {
      assert.include(error, { code: 'E_AMOUNT_OUT_OF_RANGE', status: 422 })
    }
  })

  test('{$self} is not whole paise')
    .with([0.1, Number.NaN, Number.POSITIVE_INFINITY, '1.5', '', 'x', '0x10'] as (
      number | string
    )[])
    .run(({ assert }, value) => {
      assert.throws(() => asPaise(value), AmountOutOfRangeError)
    })

  test('a bigint column arrives as text or bigint and is the same amount', ({ assert }) => {
    assert.strictEqual(asPaise('474700'), asPaise(474700n))
    assert.strictEqual(asPaise('-14'), asPaise(-14))
  })

  test('writing and reading an amount changes nothing', ({ assert }) => {
    fc.assert(
      fc.property(anyAmount(), (amount) => {
        assert.strictEqual(paise(toDecimal(amount)), amount)
        assert.match(toDecimal(amount), /^-?\d+\.\d{2}$/)
      })
    )
  })

  test('a sum does not depend on binary fractions', ({ assert }) => {
    assert.equal(toDecimal(sum(['0.10', '0.20', '0.30'].map(paise))), '0.60')
    assert.strictEqual(sum([]), 0 as Paise)
    assert.equal(toDecimal(subtract(paise('1.00'), paise('0.90'), paise('0.24'))), '-0.14')
  })
})
