import { ensureVisible, type Scope } from '@karkhana/kernel'
import { findOr404, lockForUpdate } from '@karkhana/kernel/database'
import { normalizeDecimal } from '@karkhana/kernel/money'
import type { BillableJob, BillableLine, JobBilling, JobInvoice } from '../contracts.ts'
import { JobInvoicedError, JobNotBillableError, NothingToBillError } from '../errors.ts'
import Job from '../models/job.ts'
import JobLine from '../models/job_line.ts'
import { STATUS_LOOKS } from '../status/looks.ts'
import { recordEvent } from './events.ts'
import { JOBS } from '../records.ts'

/** Implements `jobcards.billing@1`. */
const billing: JobBilling = { billable, markInvoiced, invoiceCancelled }

export default billing

async function billable(scope: Scope, jobId: string): Promise<BillableJob> {
  return scope.read(async (unit) => {
    const job =
      unit.mode === 'write'
        ? await lockForUpdate(Job, jobId, { what: 'job card' })
        : await findOr404(Job, jobId, { what: 'job card' })
    ensureVisible(scope, JOBS, job)
    ensureBillable(job)
    const lines = await JobLine.query().where({ job_id: job.id, state: 'done' }).orderBy('sort')
    if (lines.length === 0) throw new NothingToBillError(job.number)
    return {
      jobId: job.id,
      number: job.number,
      contactId: job.contactId,
      vehicleId: job.vehicleId,
      branchId: job.branchId,
      lines: lines.map(billableLine),
    }
  })
}

async function markInvoiced(scope: Scope, jobId: string, invoice: JobInvoice) {
  await scope.work(async () => {
    const job = await lockForUpdate(Job, jobId, { what: 'job card' })
    if (job.invoiceId === invoice.invoiceId) return
    ensureBillable(job)
    await job
      .merge({
        invoiceId: invoice.invoiceId,
        invoiceNumber: invoice.invoiceNumber,
        invoicedAt: scope.now(),
      })
      .save()
    await recordEvent(scope, job, {
      transition: 'invoice',
      from: job.status,
      reason: invoice.invoiceNumber,
    })
  })
}

async function invoiceCancelled(scope: Scope, jobId: string) {
  await scope.work(async () => {
    const job = await lockForUpdate(Job, jobId, { what: 'job card' })
    if (!job.invoiceId) return
    const reason = job.invoiceNumber
    await job.merge({ invoiceId: null, invoiceNumber: null, invoicedAt: null }).save()
    await recordEvent(scope, job, { transition: 'invoice_cancelled', from: job.status, reason })
  })
}

function ensureBillable(job: Job) {
  if (job.invoiceNumber) throw new JobInvoicedError(job.invoiceNumber)
  if (job.cancelledAt) throw new JobNotBillableError(job.number, 'Cancelled')
  if (job.status !== 'ready' && job.status !== 'delivered') {
    throw new JobNotBillableError(job.number, STATUS_LOOKS[job.status].label)
  }
}

function billableLine(line: JobLine): BillableLine {
  return {
    itemId: line.itemId,
    kind: line.kind === 'labour' ? 'service' : 'part',
    description: line.description,
    hsn: line.hsn,
    quantity: normalizeDecimal(line.quantity),
    unit: line.unit,
    unitPrice: normalizeDecimal(line.unitPrice),
    discountPercent: normalizeDecimal(line.discountPercent),
    treatment: line.treatment,
    gstRate: line.gstRate === null ? null : normalizeDecimal(line.gstRate),
  }
}
