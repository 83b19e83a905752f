import type { CustomValues, Scope } from '@karkhana/kernel'
import type { TicketPriority, TicketStatus } from '../contracts.ts'
import { transitionsFrom } from '../status/change.ts'
import { TRANSITIONS, type TransitionAsks } from '../status/transitions.ts'
import type { HoldReason, TicketSource } from '../status/looks.ts'

/** A ticket as a list shows it. */
export interface TicketRow {
  id: string
  version: number
  number: string
  contactId: string
  customer: string
  vehicleId: string | null
  registration: string | null
  /** First line of the complaint. */
  complaint: string
  priority: TicketPriority
  status: TicketStatus
  assigneeId: string | null
  assignee: string | null
  /** ISO instant, UTC. */
  dueAt: string
  /** The clock runs and the due time has passed. */
  late: boolean
  createdAt: string
}

/** What the reader can do next with a ticket. */
export interface OfferedTransition {
  name: string
  label: string
  icon: string
  asks: TransitionAsks
  /** The chip that the ticket will wear. */
  to: TicketStatus
}

/** A ticket as its own page and the API show it. Instants are ISO, UTC. */
export interface TicketRecord {
  id: string
  version: number
  number: string
  status: TicketStatus
  priority: TicketPriority
  source: TicketSource
  complaint: string
  holdReason: HoldReason | null
  resolution: string | null
  cause: string | null
  /** Fields of the organisation's own. */
  custom: CustomValues
  branchId: string
  contact: { id: string; name: string; phone: string | null }
  vehicle: { id: string; registration: string | null; name: string } | null
  assignee: { id: string; name: string } | null
  responseDueAt: string
  resolutionDueAt: string
  late: boolean
  createdAt: string
  resolvedAt: string | null
  closedAt: string | null
  transitions: OfferedTransition[]
}

/** One row of the joined query in `lists/tickets.ts`. */
export interface RawTicketRow {
  id: string
  version: number
  assignee_id: string | null
  number: string
  contact_id: string
  customer: string
  vehicle_id: string | null
  registration: string | null
  complaint: string
  priority: TicketPriority
  status: TicketStatus
  assignee: string | null
  resolution_due_at: Date
  late: boolean
  created_at: Date
}

export interface RawTicketRecord extends RawTicketRow {
  source: TicketSource
  hold_reason: HoldReason | null
  resolution: string | null
  cause: string | null
  custom: CustomValues
  branch_id: string
  contact_phone: string | null
  make: string | null
  model: string | null
  response_due_at: Date
  resolved_at: Date | null
  closed_at: Date | null
}

const LINE_LENGTH = 160

export function ticketRow(raw: RawTicketRow): TicketRow {
  return {
    id: raw.id,
    version: raw.version,
    number: raw.number,
    contactId: raw.contact_id,
    customer: raw.customer,
    vehicleId: raw.vehicle_id,
    registration: raw.registration,
    complaint: raw.complaint.split('\n', 1).join('').slice(0, LINE_LENGTH),
    priority: raw.priority,
    status: raw.status,
    assigneeId: raw.assignee_id,
    assignee: raw.assignee,
    dueAt: raw.resolution_due_at.toISOString(),
    late: raw.late,
    createdAt: raw.created_at.toISOString(),
  }
}

/** The record with the transitions that `scope` may make from here; `custom` as the reader gets it. */
export function ticketRecord(
  scope: Scope,
  raw: RawTicketRecord,
  custom: CustomValues
): TicketRecord {
  return {
    id: raw.id,
    version: raw.version,
    number: raw.number,
    status: raw.status,
    priority: raw.priority,
    source: raw.source,
    complaint: raw.complaint,
    holdReason: raw.hold_reason,
    resolution: raw.resolution,
    cause: raw.cause,
    custom,
    branchId: raw.branch_id,
    contact: { id: raw.contact_id, name: raw.customer, phone: raw.contact_phone },
    vehicle: raw.vehicle_id
      ? {
          id: raw.vehicle_id,
          registration: raw.registration,
          name: [raw.make, raw.model].filter(Boolean).join(' '),
        }
      : null,
    assignee: raw.assignee_id
      ? { id: raw.assignee_id, name: raw.assignee ?? 'Former member' }
      : null,
    responseDueAt: raw.response_due_at.toISOString(),
    resolutionDueAt: raw.resolution_due_at.toISOString(),
    late: raw.late,
    createdAt: raw.created_at.toISOString(),
    resolvedAt: raw.resolved_at?.toISOString() ?? null,
    closedAt: raw.closed_at?.toISOString() ?? null,
    transitions: transitionsFrom(TRANSITIONS, raw.status)
      .filter(({ permission }) => scope.can(permission))
      .map(({ name, label, icon, asks, to }) => ({ name, label, icon, asks, to })),
  }
}
