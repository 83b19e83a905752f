import { test } from '@japa/runner'
import { byStep, periodOf, stepsOf, type PeriodId } from '../../../app/widgets/period.ts'

/** A Saturday in the Indian financial year 2026-27. */
const TODAY = '2026-11-21'
const period = (id: PeriodId, today = TODAY) =>
  periodOf(
    { today: () => today, organisation: { financialYearStart: 4 } as never, language: 'en' },
    id
  )

test.group('Periods of the start page', () => {
  test('end today and begin with the day, Monday, the month, the financial year', ({ assert }) => {
    const from = (id: PeriodId) => [period(id).from, period(id).to]
    assert.deepEqual(from('today'), [TODAY, TODAY])
    assert.deepEqual(from('this_week'), ['2026-11-16', TODAY])
    assert.deepEqual(from('this_month'), ['2026-11-01', TODAY])
    assert.deepEqual(from('this_year'), ['2026-04-01', TODAY])
    assert.equal(period('this_year', '2027-03-31').from, '2026-04-01')
    assert.equal(period('this_week', '2026-11-22').from, '2026-11-16', 'Sunday ends the week')
  })

  test('are counted by months of the year, otherwise by days, a week of them at least', ({
    assert,
  }) => {
    const months = stepsOf(period('this_year'))
    assert.deepEqual(
      months.map(({ label }) => label),
      [
        'Apr 2026',
        'May 2026',
        'Jun 2026',
        'Jul 2026',
        'Aug 2026',
        'Sep 2026',
        'Oct 2026',
        'Nov 2026',
      ]
    )
    assert.deepEqual(months.at(-1), { from: '2026-11-01', to: TODAY, label: 'Nov 2026' })
    assert.equal(months[1].to, '2026-05-31')
    assert.lengthOf(stepsOf(period('this_month')), 21)
    for (const id of ['today', 'this_week'] as const) {
      const days = stepsOf(period(id))
      assert.deepEqual([days.length, days[0].from, days.at(-1)!.to], [7, '2026-11-15', TODAY])
    }
  })

  test('values are added up by the step of their date; what lies outside is left out', ({
    assert,
  }) => {
    const steps = stepsOf(period('today'))
    const sums = byStep(steps, [
      { date: TODAY, value: '150' },
      { date: TODAY, value: 50 },
      { date: '2026-11-15', value: 7 },
      { date: '2026-11-14', value: 1000 },
    ])
    assert.deepEqual(sums, [7, 0, 0, 0, 0, 0, 200])
  })
})
