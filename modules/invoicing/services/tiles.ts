import { translate } from '@karkhana/kernel'
import type { TileSource } from '@karkhana/kernel/module'

interface Sums {
  invoiced: string
  received: string
  outstanding: string
}

/** Sales and collections of the period, and what customers owe; for readers who see invoices. */
const tiles: TileSource = async (scope, period) => {
  if (!scope.can('invoicing.invoice.view')) return []
  const [sums] = await scope.read((unit) =>
    unit.rows<Sums>(
      `select (select coalesce(sum(total), 0) from invoicing_invoices
                where status = 'issued' and date between ? and ?) as invoiced,
              (select coalesce(sum(amount), 0) from invoicing_payments where date between ? and ?) as received,
              (select coalesce(sum(balance), 0) from invoicing_invoices where balance > 0) as outstanding`,
      [period.from, period.to, period.from, period.to]
    )
  )
  const outstanding = Number(sums.outstanding)
  return [
    {
      id: 'invoicing.invoiced',
      label: translate(scope.language, `invoicing.tiles.invoiced_${period.id}`),
      value: Number(sums.invoiced),
      kind: 'money',
      href: `/invoicing?status=issued&date=${period.from}..${period.to}`,
    },
    {
      id: 'invoicing.received',
      label: translate(scope.language, `invoicing.tiles.received_${period.id}`),
      value: Number(sums.received),
      kind: 'money',
      href: period.id === 'this_month' ? '/invoicing?received=this_month' : undefined,
    },
    {
      id: 'invoicing.outstanding',
      label: 'Outstanding',
      value: outstanding,
      kind: 'money',
      href: '/invoicing?status=unpaid',
      tone: outstanding > 0 ? 'warning' : 'neutral',
    },
  ]
}

export default tiles
