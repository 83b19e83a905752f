import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import {
  addDays,
  addMonths,
  businessDateOf,
  compareDates,
  daysBetween,
  financialYear,
  formatDate,
  InvalidDateError,
  InvalidZoneError,
  isBusinessDate,
  isWithin,
  parseDate,
  today,
} from '@karkhana/kernel/dates'

test.group('Business dates', () => {
  test('late evening in London is already tomorrow in India', ({ assert }) => {
    const instant = DateTime.fromISO('2026-11-20T18:30:00Z')
    assert.equal(businessDateOf(instant, 'Asia/Kolkata'), '2026-11-21')
    assert.equal(businessDateOf(instant, 'Europe/London'), '2026-11-20')
    assert.equal(businessDateOf(new Date('2026-11-20T18:29:59Z'), 'Asia/Kolkata'), '2026-11-20')
    assert.throws(() => businessDateOf(instant, 'Asia/Pune'), InvalidZoneError)
  })

  test('today is a business date', ({ assert }) => {
    assert.isTrue(isBusinessDate(today('Asia/Kolkata')))
  })

  test('dates are read and written day first', ({ assert }) => {
    assert.equal(parseDate('20-11-2026'), '2026-11-20')
    assert.equal(parseDate(' 1/4/2026 '), '2026-04-01')
    assert.equal(formatDate('2026-04-01'), '01-04-2026')
  })

  test('"{$self}" is not a day')
    .with(['31-02-2026', '2026-11-20', '20-11-26', '11-20-2026', '', 'today'])
    .run(({ assert }, text) => {
      assert.throws(() => parseDate(text), InvalidDateError)
    })

  test('"{$self}" is not a business date')
    .with(['2026-02-30', '2026-2-3', '20-11-2026', '2026-11-20T00:00:00Z', '2026-W01-1'])
    .run(({ assert }, text) => {
      assert.isFalse(isBusinessDate(text))
      assert.throws(() => addDays(text, 1), InvalidDateError)
      assert.throws(() => financialYear(text), InvalidDateError)
    })

  test('days and months are counted on the calendar', ({ assert }) => {
    assert.equal(addDays('2026-02-28', 1), '2026-03-01')
    assert.equal(addDays('2026-01-01', -1), '2025-12-31')
    assert.equal(addMonths('2028-01-31', 1), '2028-02-29')
    assert.equal(daysBetween('2026-03-31', '2026-04-30'), 30)
    assert.equal(daysBetween('2026-04-30', '2026-03-31'), -30)
    assert.equal(compareDates('2026-09-30', '2026-10-01'), -1)
    assert.equal(compareDates('2026-10-01', '2026-10-01'), 0)
  })

  test('both ends of a period belong to it', ({ assert }) => {
    const period = { from: '2017-07-01', to: '2025-09-21' }
    assert.isTrue(isWithin('2017-07-01', period))
    assert.isTrue(isWithin('2025-09-21', period))
    assert.isFalse(isWithin('2025-09-22', period))
    assert.isTrue(isWithin('2099-01-01', { from: '2025-09-22', to: null }))
  })
})

test.group('Financial year', () => {
  test('{0} lies in {1}')
    .with([
      ['2026-04-01', '2026-27'],
      ['2027-03-31', '2026-27'],
      ['2026-03-31', '2025-26'],
      ['2099-12-31', '2099-00'],
    ])
    .run(({ assert }, [date, label]) => {
      assert.equal(financialYear(date).label, label)
      assert.equal(financialYear(date).short, label.slice(2))
    })

  test('it begins on 1 April and ends on 31 March', ({ assert }) => {
    assert.deepEqual(financialYear('2027-02-14'), {
      start: '2026-04-01',
      end: '2027-03-31',
      label: '2026-27',
      short: '26-27',
    })
  })

  test('another first month shifts it, January makes it the calendar year', ({ assert }) => {
    assert.equal(financialYear('2026-06-30', 7).label, '2025-26')
    assert.deepInclude(financialYear('2026-06-30', 1), { end: '2026-12-31', label: '2026' })
    assert.throws(() => financialYear('2026-06-30', 13), RangeError)
  })
})
