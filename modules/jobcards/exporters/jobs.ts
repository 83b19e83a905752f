import { inBatches } from '@karkhana/kernel/transfer'
import { defineExporter } from '@karkhana/kernel/module'
import type { JobStatus } from '../contracts.ts'
import { jobQuery } from '../services/job_query.ts'
import { STATUS_LOOKS } from '../status/looks.ts'

interface Row {
  id: string
  number: string
  created_at: Date
  customer: string
  contact_phone: string | null
  registration: string | null
  make: string
  model: string
  technician: string | null
  status: JobStatus
  ticket_number: string | null
  complaint: string
  findings: string | null
  promised_at: Date | null
  ready_at: Date | null
  delivered_at: Date | null
  cancelled_at: Date | null
  taxable_paise: string
  tax_paise: string
  total_paise: string
  invoice_number: string | null
}

/** The job cards that the reader may see. */
export default defineExporter({
  id: 'jobcards.jobs',
  label: 'Job cards',
  permission: 'jobcards.job.view',
  table: 'jobcards_jobs',
  columns: [
    { key: 'number', label: 'Number', kind: 'text' },
    { key: 'opened', label: 'Opened', kind: 'instant' },
    { key: 'customer', label: 'Customer', kind: 'text' },
    { key: 'phone', label: 'Phone', kind: 'text' },
    { key: 'registration', label: 'Registration', kind: 'text' },
    { key: 'vehicle', label: 'Vehicle', kind: 'text' },
    { key: 'technician', label: 'Technician', kind: 'text' },
    { key: 'status', label: 'Status', kind: 'text' },
    { key: 'ticket', label: 'Ticket', kind: 'text' },
    { key: 'complaint', label: 'Complaint', kind: 'text' },
    { key: 'findings', label: 'Findings', kind: 'text' },
    { key: 'promised', label: 'Promised', kind: 'instant' },
    { key: 'ready', label: 'Ready', kind: 'instant' },
    { key: 'delivered', label: 'Delivered', kind: 'instant' },
    { key: 'taxable', label: 'Before tax', kind: 'money' },
    { key: 'tax', label: 'GST', kind: 'money' },
    { key: 'total', label: 'Total', kind: 'money' },
    { key: 'invoice', label: 'Invoice', kind: 'text' },
  ],
  async *rows(scope) {
    const batches = inBatches<Row>(
      scope,
      (unit, after, size) =>
        jobQuery(unit).where('j.id', '>', after).orderBy('j.id').limit(size) as PromiseLike<Row[]>
    )
    const at = (instant: Date | null) => instant?.toISOString() ?? null
    for await (const rows of batches) {
      yield rows.map((row) => ({
        id: row.id,
        number: row.number,
        opened: at(row.created_at),
        customer: row.customer,
        phone: row.contact_phone,
        registration: row.registration,
        vehicle: [row.make, row.model].filter(Boolean).join(' '),
        technician: row.technician,
        status: row.cancelled_at ? 'Cancelled' : STATUS_LOOKS[row.status].label,
        ticket: row.ticket_number,
        complaint: row.complaint,
        findings: row.findings,
        promised: at(row.promised_at),
        ready: at(row.ready_at),
        delivered: at(row.delivered_at),
        taxable: Number(row.taxable_paise),
        tax: Number(row.tax_paise),
        total: Number(row.total_paise),
        invoice: row.invoice_number,
      }))
    }
  },
})
