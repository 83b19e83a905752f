import { visible } from '@karkhana/kernel'
import { formatDate } from '@karkhana/kernel/dates'
import { defineSearch } from '@karkhana/kernel/module'
import { formatRupees } from '@karkhana/kernel/money'
import { anywhere, beginningWith, compactCode, inOrder, matchingIds } from '@karkhana/kernel/search'
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
      const [code, like] = [compactCode(text), anywhere(text.toUpperCase())]
      const vehicles = () => unit.from('vehicles_vehicles').select('id').limit(20)
      const queries = [beginningWith(rows(), 'number', text.toUpperCase())]
      if (code && code.length >= 4) {
        const starting = beginningWith(vehicles(), 'registration', code)
        queries.push(rows().whereIn('vehicle_id', starting))
      }
      queries.push(
        rows().where((either) => {
          either.whereLike('number', like).orWhereLike('job_number', like)
          if (code && code.length >= 4) {
            either.orWhereIn('vehicle_id', vehicles().whereLike('registration', anywhere(code)))
          }
        })
      )
      const ids = await matchingIds(unit, queries, limit)
      const found = invoiceRows(unit.from('invoicing_invoices as i')).whereIn('i.id', ids)
      return inOrder(ids, ((await found) as RawInvoiceRow[]).map(invoiceRow)).map((row) => ({
        id: row.id,
        title: row.number ?? 'Draft',
        detail: [row.customer, formatDate(row.date), formatRupees(row.total)].join(' · '),
        href: `/invoicing/${row.id}`,
      }))
    }),
})
