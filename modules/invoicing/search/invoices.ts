import { visible } from '@karkhana/kernel'
import { formatDate } from '@karkhana/kernel/dates'
import { defineSearch } from '@karkhana/kernel/module'
import { formatRupees } from '@karkhana/kernel/money'
import { inOrder, numberedIds } from '@karkhana/kernel/search'
import { invoiceRows } from '../lists/invoices.ts'
import { INVOICES } from '../records.ts'
import { invoiceRow, type RawInvoiceRow } from '../transformers/invoice_row.ts'

/** Invoices by number, by that of the job card and by the plate; those of the reader's branches. */
export default defineSearch({
  id: 'invoicing.invoices',
  label: 'Invoices',
  icon: 'i-lucide-receipt-indian-rupee',
  permission: 'invoicing.invoice.view',
  find: (scope, text, limit) =>
    scope.read(async (unit) => {
      const rows = () =>
        visible(unit.from('invoicing_invoices').select('id', 'created_at'), scope, INVOICES)
      const ids = await numberedIds(unit, {
        rows,
        text,
        limit,
        codeOf: { column: 'vehicle_id', table: 'vehicles_vehicles', code: 'registration' },
        numbers: ['number', 'job_number'],
      })
      const found = invoiceRows(unit.from('invoicing_invoices as i')).whereIn('i.id', ids)
      return inOrder(ids, ((await found) as RawInvoiceRow[]).map(invoiceRow)).map((row) => ({
        id: row.id,
        title: row.number ?? 'Draft',
        detail: [row.customer, formatDate(row.date), formatRupees(row.total)].join(' · '),
        href: `/invoicing/${row.id}`,
      }))
    }),
})
