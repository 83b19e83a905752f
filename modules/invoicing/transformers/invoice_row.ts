import { asPaise, type Paise } from '@karkhana/kernel/money'
import type { BusinessDate } from '@karkhana/kernel/dates'
import type { InvoiceStatus } from '../contracts.ts'

/** Where an invoice stands for the reader: its status and how much of it is paid. */
export type InvoiceState = 'draft' | 'unpaid' | 'partly_paid' | 'paid' | 'cancelled'

/** A row as SQL answers it. */
export interface RawInvoiceRow {
  id: string
  number: string | null
  status: InvoiceStatus
  date: BusinessDate
  customer: string
  registration: string | null
  total: string
  paid: string
  balance: string
  job_id: string | null
  job_number: string | null
}

/** An invoice in a list; amounts are paise. */
export interface InvoiceRow {
  id: string
  number: string | null
  state: InvoiceState
  date: BusinessDate
  customer: string
  registration: string | null
  total: Paise
  balance: Paise
  jobId: string | null
  jobNumber: string | null
}

/** What readers call the state of an invoice. */
export function invoiceState(status: InvoiceStatus, paid: number, balance: number): InvoiceState {
  if (status !== 'issued') return status
  if (balance === 0) return 'paid'
  return paid > 0 ? 'partly_paid' : 'unpaid'
}

export function invoiceRow(raw: RawInvoiceRow): InvoiceRow {
  const { id, number, date, customer, registration } = raw
  const [total, paid, balance] = [asPaise(raw.total), asPaise(raw.paid), asPaise(raw.balance)]
  return {
    id,
    number,
    state: invoiceState(raw.status, paid, balance),
    date,
    customer,
    registration,
    total,
    balance,
    jobId: raw.job_id,
    jobNumber: raw.job_number,
  }
}
