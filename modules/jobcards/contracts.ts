import type { Scope } from '@karkhana/kernel'

declare module '@karkhana/kernel/module' {
  interface Contracts {
    'jobcards.billing@1': JobBilling
  }
  interface Events {
    /** A job card has another status. */
    'jobcards.job_status_changed@1': JobCardFacts & {
      /** Name of the transition; the table is in the module's README. */
      transition: string
      from: JobStatus
      to: JobStatus
    }
    /** The vehicle was handed over to its owner. */
    'jobcards.job_delivered@1': JobCardFacts & {
      /** ISO instant, UTC. */
      deliveredAt: string
    }
  }
  interface Slots {
    'jobcards.job.actions': JobSlotProps
    'jobcards.job.aside': JobSlotProps
  }
  interface ExtensionPoints {
    'jobcards.document_footer@1': {
      input: { jobId: string; contactId: string; vehicleId: string; status: JobStatus }
      output: { lines: string[] }
    }
  }
}

/** Where a job card stands; the table of transitions is in the module's README. */
export type JobStatus =
  | 'received'
  | 'diagnosing'
  | 'awaiting_approval'
  | 'in_progress'
  | 'ready'
  | 'delivered'
  | 'on_hold'

/** What the page of a job card gives to its slots. */
export interface JobSlotProps {
  jobId: string
  status: JobStatus
  /** `PUN-J26-00001` */
  number: string
}

/** What every event of a job card says of it. */
export interface JobCardFacts {
  jobId: string
  number: string
  /** `null` for a vehicle that came in without a ticket. */
  ticketId: string | null
  contactId: string
  vehicleId: string
  branchId: string
  /** Membership id of the person who does the work. */
  technicianId: string | null
}

/** Deferred work was declined or put off; it is not billed. */
export type LineState = 'open' | 'done' | 'deferred'

/** One line of a job card as a document of sale needs it. */
export interface BillableLine {
  /** Item of the catalogue; `null` for a line typed by hand. */
  itemId: string | null
  kind: 'part' | 'service'
  description: string
  /** HSN or SAC. */
  hsn: string
  /** Decimal string. */
  quantity: string
  /** Unit quantity code of the GST portal. */
  unit: string
  /** Rupees before tax, decimal string. */
  unitPrice: string
  /** Decimal string, 0 to 100. */
  discountPercent: string
  treatment: 'taxable' | 'nil' | 'exempt' | 'nongst'
  /** Percent as a decimal string; `null` means by law on the date of the invoice. */
  gstRate: string | null
}

/** A job card that can be billed. */
export interface BillableJob {
  jobId: string
  /** `PUN-J26-00001` */
  number: string
  contactId: string
  vehicleId: string
  branchId: string
  /** Done lines in the order of the card; deferred ones stay out. */
  lines: BillableLine[]
}

/** Which invoice a job card went into. */
export interface JobInvoice {
  invoiceId: string
  invoiceNumber: string
}

/** Turns work into money, for the module that writes invoices. Joins the caller's open unit. */
export interface JobBilling {
  /**
   * What can be billed: the card is ready or delivered. Inside a write unit the card stays locked
   * until that ends, so that two invoices cannot take it at once.
   *
   * @throws NotFoundError
   * @throws RuleError E_JOB_NOT_BILLABLE, E_JOB_NOTHING_TO_BILL, E_JOB_INVOICED
   */
  billable(scope: Scope, jobId: string): Promise<BillableJob>
  /**
   * The invoice was issued: the lines are locked. The same invoice twice changes nothing.
   *
   * @throws NotFoundError
   * @throws RuleError E_JOB_INVOICED when another invoice holds the card
   */
  markInvoiced(scope: Scope, jobId: string, invoice: JobInvoice): Promise<void>
  /**
   * The invoice was cancelled: the card can be changed and billed again.
   *
   * @throws NotFoundError
   */
  invoiceCancelled(scope: Scope, jobId: string): Promise<void>
}
