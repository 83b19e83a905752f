import { byStep, stepsOf, translate } from '@karkhana/kernel'
import type { ChartSource } from '@karkhana/kernel/module'
import { asPaise, formatRupees } from '@karkhana/kernel/money'

type Row = { date: string; value: string }

/** What was invoiced and what was paid, by day or month of the business date. */
const billedCollected: ChartSource = async (scope, period) => {
  const steps = stepsOf(period)
  const between = [steps[0].from, period.to]
  const [billed, collected] = await scope.read(async (unit) => [
    await unit.rows<Row>(
      `select to_char(date, 'YYYY-MM-DD') as date, sum(total) as value from invoicing_invoices
        where status = 'issued' and date between ? and ? group by 1`,
      between
    ),
    await unit.rows<Row>(
      `select to_char(date, 'YYYY-MM-DD') as date, sum(amount) as value from invoicing_payments
        where date between ? and ? group by 1`,
      between
    ),
  ])
  const values = { billed: byStep(steps, billed), collected: byStep(steps, collected) }
  const sum = (paise: number[]) =>
    formatRupees(asPaise(paise.reduce((total, each) => total + each, 0)))
  return {
    draw: 'bar',
    unit: 'money',
    axis: period.id === 'this_year' ? 'Month' : 'Day',
    labels: steps.map(({ label }) => label),
    series: [
      { label: 'Billed', values: values.billed },
      { label: 'Collected', values: values.collected, tone: 'success' },
    ],
    summary: translate(scope.language, 'invoicing.billed_collected_summary', {
      billed: sum(values.billed),
      collected: sum(values.collected),
      from: steps[0].label,
      to: steps.at(-1)!.label,
    }),
    href: '/invoicing?status=issued',
  }
}

export default billedCollected
