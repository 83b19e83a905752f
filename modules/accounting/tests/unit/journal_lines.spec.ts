import { test } from '@japa/runner'
import { asPaise } from '@karkhana/kernel/money'
import fc from 'fast-check'
import { checkLines } from '../../services/journal_lines.ts'

const amount = fc.integer({ min: 1, max: 10 ** 12 }).map(asPaise)

test.group('Lines of an entry', () => {
  test('balanced lines pass in their order, without those of zero', ({ assert }) => {
    const property = fc.property(fc.array(amount, { minLength: 1, maxLength: 20 }), (amounts) => {
      const total = asPaise(amounts.reduce((all, each) => all + each, 0))
      const lines = [
        ...amounts.map((debit) => ({ debit })),
        { credit: asPaise(0) },
        { credit: total },
      ]
      const checked = checkLines(lines)
      assert.deepEqual(
        checked.map((line) => line.debit - line.credit),
        [...amounts, -total]
      )
    })
    fc.assert(property)
  })

  test('any difference is refused', ({ assert }) => {
    const property = fc.property(amount, amount, (debit, credit) => {
      fc.pre(debit !== credit)
      assert.throws(() => checkLines([{ debit }, { credit }]), /not equal/)
    })
    fc.assert(property)
  })

  test('an amount that is not whole paise is refused', ({ assert }) => {
    for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      assert.throws(() => checkLines([{ debit: value as never }, { credit: asPaise(1) }]))
    }
  })
})
