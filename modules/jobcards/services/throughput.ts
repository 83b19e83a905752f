import { byStep, stepsOf, translate, visible } from '@karkhana/kernel'
import type { ChartSource } from '@karkhana/kernel/module'
import { JOBS } from '../records.ts'

type Moment = 'created_at' | 'delivered_at'

/** How many vehicles came in and how many left, by day or month. */
const throughput: ChartSource = async (scope, period) => {
  const steps = stepsOf(period)
  const zone = scope.organisation.timezone
  const counted = (moment: Moment) =>
    scope.read(async (unit) => {
      const day = `(j.${moment} at time zone ?)::date`
      const query = unit
        .from('jobcards_jobs as j')
        .whereNull('j.cancelled_at')
        .whereRaw(`${day} between ? and ?`, [zone, steps[0].from, period.to])
        .select(
          unit.trx.raw(`to_char(j.${moment} at time zone ?, 'YYYY-MM-DD') as date`, [zone]),
          unit.trx.raw('count(*)::int as value')
        )
        .groupBy('date')
      visible(query, scope, JOBS, 'j')
      return byStep(steps, (await query) as { date: string; value: number }[])
    })
  const came = await counted('created_at')
  const left = await counted('delivered_at')
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  return {
    draw: 'bar',
    unit: 'number',
    axis: period.id === 'this_year' ? 'Month' : 'Day',
    labels: steps.map(({ label }) => label),
    series: [
      { label: 'Came in', values: came },
      { label: 'Delivered', values: left, tone: 'success' },
    ],
    summary: translate(scope.language, 'jobcards.throughput_summary', {
      came: sum(came),
      left: sum(left),
      from: steps[0].label,
      to: steps.at(-1)!.label,
    }),
    href: '/jobcards',
  }
}

export default throughput
