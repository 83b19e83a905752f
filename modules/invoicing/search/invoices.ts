import { defineSearch } from '@karkhana/kernel/module'
import { formatDate } from '@karkhana/kernel/dates'
import { runList } from '@karkhana/kernel/lists'
import { formatRupees } from '@karkhana/kernel/money'
import invoices from '../lists/invoices.ts'

/** Invoices by number, customer, job card and plate; those of the reader's branches. */
export default defineSearch({
  id: 'invoicing.invoices',
  label: 'Invoices',
  icon: 'i-lucide-receipt-indian-rupee',
  permission: 'invoicing.invoice.view',
  async find(scope, text, limit) {
    const { rows } = await runList(scope, invoices, { search: text, limit, withChoices: false })
    return rows.map((row) => ({
      id: row.id,
      title: row.number ?? 'Draft',
      detail: [row.customer, formatDate(row.date), formatRupees(row.total)].join(' · '),
      href: `/invoicing/${row.id}`,
    }))
  },
})
