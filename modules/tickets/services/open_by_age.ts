import { translate, visible } from '@karkhana/kernel'
import type { ChartSource } from '@karkhana/kernel/module'
import { TICKETS } from '../records.ts'

/** Ages in days, each up to and with its number; the last is everything older. */
const AGES = [
  { label: 'Today', days: 1 },
  { label: '2–3 days', days: 3 },
  { label: '4–7 days', days: 7 },
  { label: '8–14 days', days: 14 },
  { label: 'Older', days: Number.MAX_SAFE_INTEGER },
]

/** How long the open tickets have been open, counted in business days of the calendar. */
const openByAge: ChartSource = async (scope) => {
  const zone = scope.organisation.timezone
  const rows = await scope.read(async (unit) => {
    const query = unit
      .from('tickets_tickets as t')
      .whereIn('t.status', ['new', 'open', 'in_progress', 'on_hold'])
      .select(
        unit.trx.raw(`((?::date - (t.created_at at time zone ?)::date) + 1)::int as days`, [
          scope.today(),
          zone,
        ]),
        unit.trx.raw('count(*)::int as count')
      )
      .groupBy('days')
    visible(query, scope, TICKETS, 't')
    return (await query) as { days: number; count: number }[]
  })
  const counts = AGES.map(() => 0)
  for (const { days, count } of rows) counts[AGES.findIndex((age) => days <= age.days)] += count
  const total = counts.reduce((sum, count) => sum + count, 0)
  const old = counts.at(-1)!
  return {
    draw: 'bar',
    unit: 'number',
    axis: 'Age',
    labels: AGES.map(({ label }) => label),
    series: [{ label: 'Open tickets', values: counts }],
    summary: translate(scope.language, 'tickets.open_by_age_summary', { total, old }),
    href: '/tickets',
  }
}

export default openByAge
