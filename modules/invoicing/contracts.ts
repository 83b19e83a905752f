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
  interface ExtensionPoints {
    'invoicing.price_rules@1': { input: ExtendedDraft; output: PriceAnswer[] }
    'invoicing.tax_lines@1': { input: ExtendedDraft; output: TaxAnswer }
    'invoicing.document_footer@1': {
      input: { invoiceId: string; contactId: string; date: BusinessDate; status: InvoiceStatus }
      output: { lines: string[] }
    }
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

/** A draft as modules see it that price it or add to its taxes. Decimal strings throughout. */
export interface ExtendedDraft {
  /** `null` while no customer is chosen. */
  contactId: string | null
  vehicleId: string | null
  jobId: string | null
  branchId: string
  date: BusinessDate
  /** Whether unit prices contain GST. */
  priceMode: 'exclusive' | 'inclusive'
  lines: {
    kind: 'part' | 'service'
    itemId: string | null
    description: string
    /** HSN or SAC. */
    hsn: string
    quantity: string
    unit: string
    /** Rupees. */
    unitPrice: string
    /** 0 to 100. */
    discountPercent: string
    treatment: 'taxable' | 'nil' | 'exempt' | 'nongst'
  }[]
}

/** Another price for a line. Of several answers for one line the cheapest for the customer counts. */
export interface PriceAnswer {
  /** Index in `lines`, from 0. */
  line: number
  /** Rupees with two decimals at most; left out, the writer's stays. */
  unitPrice?: string
  /** 0 to 100, two decimals at most; left out, the writer's stays. Not held to the writer's limit. */
  discountPercent?: string
  /** Shown and printed below the line: `Gold member`. 120 characters at most. */
  reason: string
}

/** What a module adds to the taxes and charges of a draft. */
export interface TaxAnswer {
  /** Compensation cess of a line: percent of the taxable value, rupees per unit, or both. */
  cess?: { line: number; rate?: string; perUnit?: string; reason: string }[]
  /** Charges, which are priced, taxed and posted as any other line. */
  lines?: TaxLine[]
}

/** A charge that a module adds. What is no income of the workshop (TCS) has no place here. */
export interface TaxLine {
  description: string
  /** HSN or SAC, 4, 6 or 8 digits; a SAC begins with 99. */
  hsn: string
  quantity: string
  unit?: string | null
  unitPrice: string
  treatment?: 'taxable' | 'nil' | 'exempt' | 'nongst' | null
  /** Percent; left out, the rate by law on the date. */
  gstRate?: string | null
  reason: string
}
