import { test } from '@japa/runner'
import { chartProblems, hasValues, type ChartData } from '../../../app/widgets/chart.ts'

const chart = (change: Partial<ChartData> = {}): ChartData => ({
  draw: 'bar',
  unit: 'money',
  axis: 'Day',
  labels: ['1 Nov', '2 Nov'],
  series: [{ label: 'Billed', values: [100, null] }],
  summary: '₹1.00 billed.',
  ...change,
})

test.group('A chart', () => {
  test('is whole when every label has its value and one sentence says it', ({ assert }) => {
    assert.deepEqual(chartProblems(chart()), [])
    const broken = chart({
      summary: ' ',
      axis: '',
      series: [
        { label: 'Billed', values: [1] },
        { label: 'Paid', values: [1, 0.5] },
      ],
    })
    assert.deepEqual(chartProblems(broken), [
      'has no summary for readers who do not see it',
      'does not say what its labels are',
      'has 1 values of "Billed" for 2 labels',
      'has 0.5 in "Paid"; paise are whole',
    ])
    const share = chart({ unit: 'number', series: [{ label: 'Share', values: [0.5, 1] }] })
    assert.deepEqual(chartProblems(share), [])
    assert.deepEqual(chartProblems(chart({ series: [] })), ['has no series'])
  })

  test('of zeros and unknown values has nothing to show', ({ assert }) => {
    assert.isTrue(hasValues(chart()))
    assert.isFalse(hasValues(chart({ series: [{ label: 'Billed', values: [0, null] }] })))
  })
})
