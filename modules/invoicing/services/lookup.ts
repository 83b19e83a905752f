import type { Scope } from '@karkhana/kernel'
import { formatRupees } from '@karkhana/kernel/money'
import { formatDate } from '@karkhana/kernel/dates'
import list, { invoiceRows } from '../lists/invoices.ts'
import { invoiceRow, type RawInvoiceRow } from '../transformers/invoice_row.ts'

/** Up to 20 invoices for a picker, newest first; with `job` the ones of a job card. */
export async function lookupInvoices(scope: Scope, input: { q?: string; job?: string }) {
  return scope.read(async (unit) => {
    const query = invoiceRows(unit.from('invoicing_invoices as i'))
    if (input.q) list.search?.(query, input.q)
    if (input.job) void query.where('i.job_id', input.job)
    const rows = (await query
      .orderBy('i.date', 'desc')
      .orderBy('i.id', 'desc')
      .limit(20)) as RawInvoiceRow[]
    return rows.map((raw) => {
      const row = invoiceRow(raw)
      return {
        ...row,
        label: row.number ?? 'Draft',
        hint: [row.customer, formatDate(row.date), formatRupees(row.total)].join(' · '),
      }
    })
  })
}

/** One option, as pickers and slots receive it. */
export type InvoiceOption = Awaited<ReturnType<typeof lookupInvoices>>[number]
