import type { JobStatus, LineState } from '../contracts.ts'
import type { HoldReason } from './looks.ts'

/** A status that a hold returns to. */
export type HeldStatus = Extract<JobStatus, 'diagnosing' | 'awaiting_approval' | 'in_progress'>

/** Everything the guards look at. Amounts are paise. */
export interface JobFacts {
  status: JobStatus
  heldFrom: HeldStatus | null
  cancelled: boolean
  technicianId: string | null
  odometerIn: number | null
  lines: { state: LineState }[]
  totalPaise: number
  /** Total that the customer agreed to last; `null` before the first approval. */
  approvedPaise: number | null
  /** Work below this total needs no approval. */
  approvalFreeBelowPaise: number
  /** `null` where the organisation writes no invoices with Karkhana. */
  money: JobMoney | null
}

export interface JobMoney {
  /** An invoice of the card is in the books. */
  invoiced: boolean
  balancePaise: number
}

/** What comes with a change of status. */
export interface TransitionInput {
  reason?: string | null
  /** Kilometres at hand-over. */
  odometerOut?: number | null
}

/** The columns that follow the status. */
export interface StatusFields {
  status: JobStatus
  heldFrom: HeldStatus | null
  holdReason: HoldReason | null
  odometerOut: number | null
}
