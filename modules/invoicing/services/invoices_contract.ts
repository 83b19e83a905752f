import type { Scope } from '@karkhana/kernel'
import { asPaise } from '@karkhana/kernel/money'
import type { Invoices, InvoiceStatus, JobInvoiceSummary } from '../contracts.ts'
import { ensureDiscounts } from './discounts.ts'

/** What other modules get when they ask for `invoicing.invoices@1`. */
const invoices: Invoices = { forJob, ensureDiscounts }

export default invoices

interface Found {
  id: string
  number: string | null
  status: InvoiceStatus
  total: string
  balance: string
  date: string
}

/** See the contract. */
async function forJob(scope: Scope, jobId: string): Promise<JobInvoiceSummary | null> {
  const [found] = await scope.read((unit) =>
    unit.rows<Found>(
      `select id, number, status, total, balance, date::text as date from invoicing_invoices
        where job_id = ? and status <> 'cancelled'`,
      [jobId]
    )
  )
  if (!found) return null
  const { total, balance, ...rest } = found
  return { ...rest, totalPaise: asPaise(total), balancePaise: asPaise(balance) }
}
