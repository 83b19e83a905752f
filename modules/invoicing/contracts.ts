import type { Scope } from '@karkhana/kernel'
import type { BusinessDate } from '@karkhana/kernel/dates'
import type { Paise } from '@karkhana/kernel/money'

declare module '@karkhana/kernel/module' {
  interface Contracts {
    'invoicing.invoices@1': Invoices
  }
}

/** Where an invoice stands: writable, in the books, or taken back with its number kept. */
export type InvoiceStatus = 'draft' | 'issued' | 'cancelled'

/** What other modules may know of an invoice. */
export interface JobInvoiceSummary {
  id: string
  /** `PUN/26-27/00042`; `null` while it is a draft. */
  number: string | null
  status: InvoiceStatus
  totalPaise: Paise
  /** What is still to be paid; zero or more. */
  balancePaise: Paise
  date: BusinessDate
}

/** Invoices for the modules that do the work. Joins the caller's open unit. */
export interface Invoices {
  /** The draft or issued invoice of a job card; cancelled ones do not count. */
  forJob(scope: Scope, jobId: string): Promise<JobInvoiceSummary | null>
}
