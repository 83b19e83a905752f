import { labelIn, type CustomValues, type Scope } from '@karkhana/kernel'
import type { JobStatus } from '../contracts.ts'
import { GuardError } from '../errors.ts'
import { runGuards, targetOf, transitionsFrom } from '../status/change.ts'
import type { HeldStatus, JobFacts } from '../status/facts.ts'
import type { ApprovalChannel, HoldReason } from '../status/looks.ts'
import { EDITABLE_STATUSES, type TransitionAsks } from '../status/transitions.ts'
import type { JobLineRow } from './job_line.ts'

/** A job card as a list shows it. Amounts are paise, instants ISO and UTC. */
export interface JobRow {
  id: string
  number: string
  ticketId: string | null
  contactId: string
  vehicleId: string
  customer: string
  registration: string | null
  vehicle: string
  status: JobStatus
  cancelled: boolean
  technician: string | null
  promisedAt: string | null
  /** The promise has passed and the vehicle is not ready. */
  late: boolean
  totalPaise: number
  invoiceNumber: string | null
  createdAt: string
}

/** What the reader can do next with a card. */
export interface OfferedTransition {
  name: string
  label: string
  icon: string
  asks: TransitionAsks
  to: JobStatus
  /** Given: a guard refuses it now, and this is why. */
  disabledReason: string | null
}

/** The customer's yes, as staff noted it. */
export interface ApprovalRow {
  id: string
  at: string
  approvedBy: string
  channel: ApprovalChannel
  totalPaise: number
  note: string | null
  recordedBy: string | null
}

/** A job card as its own page and the API show it. */
export interface JobRecord {
  id: string
  version: number
  number: string
  status: JobStatus
  heldFrom: HeldStatus | null
  holdReason: HoldReason | null
  complaint: string
  findings: string | null
  odometerIn: number | null
  odometerOut: number | null
  stateOfChargeIn: number | null
  promisedAt: string | null
  late: boolean
  readyAt: string | null
  deliveredAt: string | null
  cancelledAt: string | null
  cancelReason: string | null
  branchId: string
  ticket: { id: string; number: string } | null
  contact: { id: string; name: string; phone: string | null }
  vehicle: {
    id: string
    registration: string | null
    name: string
    odometerKm: number | null
  }
  technician: { id: string; name: string } | null
  taxablePaise: number
  taxPaise: number
  totalPaise: number
  invoice: { id: string; number: string } | null
  /** Fields of the organisation's own. */
  custom: CustomValues
  lines: JobLineRow[]
  approvals: ApprovalRow[]
  /** Whether the lines may be changed now, and why not. */
  linesLocked: string | null
  transitions: OfferedTransition[]
  createdAt: string
}

/** One row of the joined query in `services/job_query.ts`. */
export interface RawJob {
  id: string
  version: number
  number: string
  branch_id: string
  ticket_id: string | null
  ticket_number: string | null
  contact_id: string
  customer: string
  contact_phone: string | null
  vehicle_id: string
  registration: string | null
  make: string
  model: string
  odometer_km: number | null
  technician_id: string | null
  technician: string | null
  status: JobStatus
  held_from: HeldStatus | null
  hold_reason: HoldReason | null
  complaint: string
  findings: string | null
  odometer_in: number | null
  odometer_out: number | null
  state_of_charge_in: number | null
  promised_at: Date | null
  ready_at: Date | null
  delivered_at: Date | null
  cancelled_at: Date | null
  cancel_reason: string | null
  taxable_paise: string
  tax_paise: string
  total_paise: string
  custom: CustomValues
  invoice_id: string | null
  invoice_number: string | null
  late: boolean
  created_at: Date
}

const iso = (instant: Date | null) => instant?.toISOString() ?? null

export function jobRow(raw: RawJob): JobRow {
  return {
    id: raw.id,
    number: raw.number,
    ticketId: raw.ticket_number ? raw.ticket_id : null,
    contactId: raw.contact_id,
    vehicleId: raw.vehicle_id,
    customer: raw.customer,
    registration: raw.registration,
    vehicle: `${raw.make} ${raw.model}`,
    status: raw.status,
    cancelled: raw.cancelled_at !== null,
    technician: raw.technician,
    promisedAt: iso(raw.promised_at),
    late: raw.late,
    totalPaise: Number(raw.total_paise),
    invoiceNumber: raw.invoice_number,
    createdAt: raw.created_at.toISOString(),
  }
}

/** What belongs to a card beside its own row. */
export interface JobParts {
  lines: JobLineRow[]
  approvals: ApprovalRow[]
  facts: JobFacts
  /** As the reader gets it. */
  custom: CustomValues
}

/** The record with the transitions that `scope` may make from here. */
export function jobRecord(
  scope: Scope,
  raw: RawJob,
  { lines, approvals, facts, custom }: JobParts
): JobRecord {
  return {
    id: raw.id,
    version: raw.version,
    number: raw.number,
    status: raw.status,
    heldFrom: raw.held_from,
    holdReason: raw.hold_reason,
    complaint: raw.complaint,
    findings: raw.findings,
    odometerIn: raw.odometer_in,
    odometerOut: raw.odometer_out,
    stateOfChargeIn: raw.state_of_charge_in,
    promisedAt: iso(raw.promised_at),
    late: raw.late,
    readyAt: iso(raw.ready_at),
    deliveredAt: iso(raw.delivered_at),
    cancelledAt: iso(raw.cancelled_at),
    cancelReason: raw.cancel_reason,
    branchId: raw.branch_id,
    // of another branch: not for this reader
    ticket:
      raw.ticket_id && raw.ticket_number ? { id: raw.ticket_id, number: raw.ticket_number } : null,
    contact: { id: raw.contact_id, name: raw.customer, phone: raw.contact_phone },
    vehicle: {
      id: raw.vehicle_id,
      registration: raw.registration,
      name: `${raw.make} ${raw.model}`,
      odometerKm: raw.odometer_km,
    },
    technician: raw.technician_id
      ? { id: raw.technician_id, name: raw.technician ?? 'Former member' }
      : null,
    taxablePaise: Number(raw.taxable_paise),
    taxPaise: Number(raw.tax_paise),
    totalPaise: Number(raw.total_paise),
    invoice: raw.invoice_id ? { id: raw.invoice_id, number: raw.invoice_number ?? '' } : null,
    custom,
    lines,
    approvals,
    linesLocked: lockOf(raw),
    transitions: offered(scope, facts),
    createdAt: raw.created_at.toISOString(),
  }
}

function lockOf(raw: RawJob): string | null {
  if (raw.cancelled_at) return 'The card is cancelled.'
  if (raw.invoice_number) return 'The lines are on the invoice.'
  if (raw.status === 'delivered') return 'The vehicle has been delivered.'
  return EDITABLE_STATUSES.includes(raw.status)
    ? null
    : 'The card is ready; take it back to work first.'
}

function offered(scope: Scope, facts: JobFacts): OfferedTransition[] {
  return transitionsFrom(facts)
    .filter(({ permission }) => scope.can(permission))
    .map((transition) => ({
      name: transition.name,
      label: transition.label,
      icon: transition.icon,
      asks: transition.asks,
      to: targetOf(transition, facts),
      disabledReason: refusal(scope, () => runGuards(transition, facts)),
    }))
}

/** Why a step cannot be taken, in the language of the reader. */
function refusal(scope: Scope, check: () => void): string | null {
  try {
    check()
    return null
  } catch (error) {
    if (!(error instanceof GuardError)) throw error
    return [error.message, error.next]
      .flatMap((sentence) => (sentence ? labelIn(scope.language, 'jobcards', sentence) : []))
      .join(' ')
  }
}
