import { test } from '@japa/runner'
import { formatNumber, periodOf } from '../../../app/numbers/pattern.ts'

const context = (date: string) => ({ branchCode: 'PUN', date, financialYearStart: 4 })

test.group('Document numbers', () => {
  test('a pattern is filled with branch, financial year and counter', ({ assert }) => {
    assert.equal(formatNumber('{BR}/{FY}/{00001}', 42, context('2026-11-21')), 'PUN/26-27/00042')
    assert.equal(formatNumber('INV-{YYYY}-{0001}', 7, context('2026-11-21')), 'INV-2026-0007')
  })

  test('a financial year counts from April', ({ assert }) => {
    assert.equal(periodOf('{FY}/{0001}', context('2026-03-31')), 'FY2025-26')
    assert.equal(periodOf('{FY}/{0001}', context('2026-04-01')), 'FY2026-27')
  })

  test('a pattern without a date counts for ever', ({ assert }) => {
    assert.equal(periodOf('{BR}-{0001}', context('2026-04-01')), 'all')
  })

  test('a counter grows past its width', ({ assert }) => {
    assert.equal(formatNumber('{001}', 12345, context('2026-04-01')), '12345')
  })

  test('a pattern without a counter is refused', ({ assert }) => {
    assert.throws(() => formatNumber('{BR}/{FY}', 1, context('2026-04-01')), /has no counter/)
  })
})
