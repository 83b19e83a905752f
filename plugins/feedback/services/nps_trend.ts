import { translate, visible } from '@karkhana/kernel'
import type { ChartSource } from '@karkhana/kernel/module'
import { SURVEYS } from '../records.ts'
import { npsOf, type ScoreCounts } from '../scores.ts'

/** Months that the chart looks back, this one included. */
const MONTHS = 12

/** The Net Promoter Score of each month; a month without answers has none. */
const npsTrend: ChartSource = async (scope) => {
  const zone = scope.organisation.timezone
  const first = scope
    .now()
    .setZone(zone)
    .startOf('month')
    .minus({ months: MONTHS - 1 })
  const rows = await scope.read(async (unit) => {
    const query = unit
      .from('feedback_surveys as s')
      .where('s.answered_at', '>=', first.toJSDate())
      .select(
        unit.trx.raw(`to_char(s.answered_at at time zone ?, 'YYYY-MM') as month`, [zone]),
        unit.trx.raw('(count(*) filter (where s.score >= 9))::int as promoters'),
        unit.trx.raw('(count(*) filter (where s.score between 7 and 8))::int as passives'),
        unit.trx.raw('(count(*) filter (where s.score <= 6))::int as detractors')
      )
      .groupBy('month')
    visible(query, scope, SURVEYS, 's')
    return (await query) as (ScoreCounts & { month: string })[]
  })
  if (rows.length === 0) return null
  const months = Array.from({ length: MONTHS }, (_, index) => first.plus({ months: index }))
  const values = months.map((month) => {
    const row = rows.find((each) => each.month === month.toFormat('yyyy-MM'))
    return row ? npsOf(row) : null
  })
  const known = values.filter((value) => value !== null)
  return {
    draw: 'line',
    unit: 'number',
    axis: 'Month',
    labels: months.map((month) => month.setLocale(scope.language).toFormat('LLL yyyy')),
    series: [{ label: 'Net Promoter Score', values }],
    summary: translate(scope.language, 'feedback.nps_summary', {
      last: known.at(-1)!,
      least: Math.min(...known),
      most: Math.max(...known),
      months: known.length,
    }),
    href: '/feedback',
  }
}

export default npsTrend
