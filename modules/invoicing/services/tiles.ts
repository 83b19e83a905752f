import type { Scope } from '@karkhana/kernel'
import type { Tile } from '@karkhana/kernel/module'

interface Sums {
  invoiced: string
  received: string
  outstanding: string
}

/** Sales of the month and what customers owe; for readers who see invoices. */
export default async function tiles(scope: Scope): Promise<Tile[]> {
  if (!scope.can('invoicing.invoice.view')) return []
  const from = `${scope.today().slice(0, 7)}-01`
  const [sums] = await scope.read((unit) =>
    unit.rows<Sums>(
      `select (select coalesce(sum(total), 0) from invoicing_invoices
                where status = 'issued' and date >= ?) as invoiced,
              (select coalesce(sum(amount), 0) from invoicing_payments where date >= ?) as received,
              (select coalesce(sum(balance), 0) from invoicing_invoices where balance > 0) as outstanding`,
      [from, from]
    )
  )
  const outstanding = Number(sums.outstanding)
  return [
    {
      id: 'invoicing.invoiced',
      label: 'Invoiced this month',
      value: Number(sums.invoiced),
      kind: 'money',
      href: '/invoicing?status=issued&period=this_month',
    },
    {
      id: 'invoicing.received',
      label: 'Received this month',
      value: Number(sums.received),
      kind: 'money',
      href: '/invoicing?received=this_month',
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
