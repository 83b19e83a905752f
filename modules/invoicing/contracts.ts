import type { Scope } from '@karkhana/kernel'
import type { BusinessDate } from '@karkhana/kernel/dates'
import type { Paise } from '@karkhana/kernel/money'

declare module '@karkhana/kernel/module' {
  interface Contracts {
    'invoicing.invoices@1': Invoices
  }
  interface Events {
    /** An invoice was issued and posted. */
    'invoicing.invoice_issued@1': {
      invoiceId: string
      number: string
      documentType: 'tax_invoice' | 'bill_of_supply'
      date: BusinessDate
      /** ISO instant, UTC. */
      issuedAt: string
      contactId: string
      vehicleId: string | null
      jobId: string | null
      branchId: string
      totalPaise: Paise
    }
    /** Money was received for an invoice. */
    'invoicing.payment_recorded@1': {
      paymentId: string
      /** Number of the receipt. */
      number: string
      date: BusinessDate
      mode: 'cash' | 'upi' | 'card' | 'bank' | 'cheque'
      amountPaise: Paise
      invoiceId: string
      invoiceNumber: string
      /** What is still to be paid for the invoice. */
      balancePaise: Paise
      contactId: string
      branchId: string
    }
  }
  interface Slots {
    'invoicing.invoice.aside': { invoiceId: string; status: InvoiceStatus }
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

/** What decides whether a discount stands already: the line it is on, as it is. Decimal strings. */
export interface DiscountedLine {
  hsn: string
  description: string
  quantity: string
  unitPrice: string
  /** 0 to 100. */
  discountPercent?: string | null
}

/** Invoices for the modules that do the work. Joins the caller's open unit. */
export interface Invoices {
  /** The draft or issued invoice of a job card; cancelled ones do not count. */
  forJob(scope: Scope, jobId: string): Promise<JobInvoiceSummary | null>
  /**
   * Holds the discounts of lines that are to be invoiced to what the reader may give; the ones in `before` stay with
   * their lines.
   *
   * @throws RuleError E_DISCOUNT_LIMIT at `lines.<n>.discountPercent`
   */
  ensureDiscounts(scope: Scope, lines: DiscountedLine[], before: DiscountedLine[]): Promise<void>
}
