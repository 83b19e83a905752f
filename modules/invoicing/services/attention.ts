import { translate, type Scope } from '@karkhana/kernel'
import type { AttentionList } from '@karkhana/kernel/module'
import { formatRupees, asPaise } from '@karkhana/kernel/money'
import { daysBetween, type BusinessDate } from '@karkhana/kernel/dates'

const SHOWN = 5

interface Unpaid {
  id: string
  number: string
  date: BusinessDate
  customer: string
  balance: string
}

/** The oldest invoices that are not paid in full. */
const attention = async (scope: Scope): Promise<AttentionList | null> => {
  if (!scope.can('invoicing.invoice.view')) return null
  const rows = await scope.read((unit) =>
    unit.rows<Unpaid>(
      `select i.id, i.number, to_char(i.date, 'YYYY-MM-DD') as date, c.name as customer, i.balance
         from invoicing_invoices i
         join contacts_contacts c on c.organisation_id = i.organisation_id and c.id = i.contact_id
        where i.status = 'issued' and i.balance > 0
        order by i.date, i.id limit ${SHOWN}`
    )
  )
  const today = scope.today() as BusinessDate
  return {
    id: 'invoicing.unpaid',
    title: 'Unpaid longest',
    href: '/invoicing?status=unpaid',
    items: rows.map((row) => ({
      id: row.id,
      label: `${row.customer} · ${formatRupees(asPaise(row.balance))}`,
      detail: translate(scope.language, 'invoicing.attention.invoice', { number: row.number }),
      href: `/invoicing/${row.id}`,
      status: age(scope, daysBetween(row.date, today)),
    })),
  }
}

function age(scope: Scope, days: number) {
  if (days === 0) return { label: 'Today', tone: 'neutral' as const }
  const label = translate(scope.language, 'invoicing.attention.days', { days })
  return { label, tone: days > 30 ? ('danger' as const) : ('warning' as const) }
}

export default attention
