import { test } from '@japa/runner'
import fc from 'fast-check'
import { AllocationError, allocate, asPaise, paise, toDecimal, ZERO } from '@karkhana/kernel/money'

const weights = () => fc.array(fc.integer({ min: 0, max: 1e10 }), { minLength: 1, maxLength: 30 })
const total = () => fc.integer({ min: -1e12, max: 1e12 }).map(asPaise)

test.group('Allocation by largest remainder', () => {
  test('100.00 over three equal weights gives the extra paisa to the first', ({ assert }) => {
    const shares = allocate(paise('100.00'), [50000, 50000, 50000])
    assert.deepEqual(shares.map(toDecimal), ['33.34', '33.33', '33.33'])
  })

  test('the largest cut-off part is served before a lower index', ({ assert }) => {
    assert.deepEqual(allocate(asPaise(10), [1, 2, 3, 4].map(Number)), [1, 2, 3, 4].map(asPaise))
    assert.deepEqual(allocate(asPaise(1), [1, 3]), [0, 1].map(asPaise))
    assert.deepEqual(allocate(asPaise(-100), [1, 1, 1]), [-34, -33, -33].map(asPaise))
  })

  test('the shares add up to the total', ({ assert }) => {
    fc.assert(
      fc.property(total(), weights(), (amount, parts) => {
        fc.pre(parts.some((part) => part > 0))
        const shares = allocate(amount, parts)
        assert.equal(
          shares.reduce((sum, share) => sum + share, 0),
          amount
        )
      })
    )
  })

  test('every share is within one paisa of its exact proportion', ({ assert }) => {
    fc.assert(
      fc.property(total(), weights(), (amount, parts) => {
        const whole = parts.reduce((sum, part) => sum + BigInt(part), 0n)
        fc.pre(whole > 0n)
        for (const [index, share] of allocate(amount, parts).entries()) {
          const gap = BigInt(share) * whole - BigInt(amount) * BigInt(parts[index])
          assert.isTrue(gap < whole && -gap < whole)
          if (parts[index] === 0) assert.strictEqual(share, ZERO)
        }
      })
    )
  })

  test('equal weights never differ by more than a paisa, and the earlier one has more', ({
    assert,
  }) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 50 }),
        (amount, count) => {
          const shares = allocate(asPaise(amount), new Array(count).fill(7))
          assert.deepEqual(
            shares,
            shares.toSorted((a, b) => b - a)
          )
          assert.isAtMost(shares[0] - shares[count - 1], 1)
        }
      )
    )
  })

  test('the order of other weights does not change a share unless remainders tie', ({ assert }) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), weights(), (amount, parts) => {
        const whole = parts.reduce((sum, part) => sum + BigInt(part), 0n)
        fc.pre(whole > 0n)
        const remainders = parts.map((part) => (BigInt(amount) * BigInt(part)) % whole)
        fc.pre(new Set(remainders).size === parts.length)
        assert.deepEqual(
          allocate(asPaise(amount), parts.toReversed()),
          allocate(asPaise(amount), parts).toReversed()
        )
      })
    )
  })

  test('an amount cannot be shared among nothing', ({ assert }) => {
    assert.throws(() => allocate(paise('1.00'), [0, 0]), AllocationError)
    assert.throws(() => allocate(paise('1.00'), []), AllocationError)
    assert.throws(() => allocate(paise('1.00'), [-1, 2]), AllocationError)
    assert.throws(() => allocate(paise('1.00'), [0.5]), AllocationError)
    assert.deepEqual(allocate(ZERO, [0, 0]), [ZERO, ZERO])
  })
})
