import {
  ensureVisible,
  nextNumber,
  notifyMembers,
  withCustom,
  type Scope,
  type Unit,
} from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import { clockOf } from '../clocks/due_time.ts'
import type { TicketPriority, TicketStatus } from '../contracts.ts'
import { TicketFinishedError } from '../errors.ts'
import Ticket from '../models/ticket.ts'
import { STATUS_LOOKS, type TicketSource } from '../status/looks.ts'
import { announceCreated, announceStatus } from './announce.ts'
import { recordEvent } from './events.ts'
import { ensureAssignee, ensureParties } from './parties.ts'
import { raisedPriority } from './raised_priority.ts'
import { TICKETS } from '../records.ts'

export interface TicketInput {
  contactId: string
  vehicleId?: string | null
  complaint: string
  priority: TicketPriority
  source: TicketSource
  assigneeId?: string | null
  /** Fields of the organisation's own. */
  custom?: Record<string, unknown>
}

export type TicketChanges = Omit<TicketInput, 'assigneeId' | 'source'> & {
  source?: TicketSource
  version: number
}

const FINISHED: readonly TicketStatus[] = ['closed', 'cancelled']

/**
 * Takes a request in. It is `open` at once when somebody is in charge of it, else `new`.
 *
 * @throws NotFoundError, VehicleOfAnotherError, AssigneeError, a validation error at `custom.<key>`
 */
export async function createTicket(scope: Scope, input: TicketInput): Promise<Ticket> {
  if (input.assigneeId) scope.ensure('tickets.ticket.assign')
  return scope.work(async (unit) => {
    await ensureParties(unit, input.contactId, input.vehicleId)
    await ensureAssignee(scope, input.assigneeId)
    const custom = await withCustom(scope, TICKETS.table, input.custom)
    const number = await nextNumber(unit, {
      series: 'tickets.ticket',
      branch: scope.branch,
      date: scope.today(),
    })
    const { priority, reason } = await raisedPriority(scope, input)
    const ticket = await Ticket.create({
      contactId: input.contactId,
      vehicleId: input.vehicleId ?? null,
      complaint: input.complaint,
      priority,
      source: input.source,
      assigneeId: input.assigneeId ?? null,
      custom,
      number,
      branchId: scope.branch.id,
      status: input.assigneeId ? 'open' : 'new',
      ...clockOf(priority, scope.now(), scope.organisation.timezone),
    })
    await recordEvent(scope, ticket, { transition: 'create', from: null, reason })
    await announceCreated(scope, ticket)
    await tellAssigned(unit, ticket)
    return ticket
  })
}

/**
 * Changes what the ticket says. A new priority brings new due times, counted from when the ticket
 * was raised.
 *
 * @throws NotFoundError, VersionConflictError, TicketFinishedError, VehicleOfAnotherError
 */
export async function updateTicket(
  scope: Scope,
  id: string,
  changes: TicketChanges
): Promise<Ticket> {
  return scope.work(async (unit) => {
    const ticket = await lockForUpdate(Ticket, id, { version: changes.version, what: 'ticket' })
    ensureVisible(scope, TICKETS, ticket)
    ensureOpen(ticket)
    const vehicleId = changes.vehicleId === undefined ? ticket.vehicleId : changes.vehicleId
    if (changes.contactId !== ticket.contactId || vehicleId !== ticket.vehicleId) {
      await ensureParties(unit, changes.contactId, vehicleId)
    }
    const { contactId, complaint, priority, source = ticket.source } = changes
    const custom = await withCustom(scope, TICKETS.table, changes.custom, ticket.custom)
    ticket.merge({ contactId, vehicleId, complaint, priority, source, custom })
    if (ticket.$dirty.priority) {
      ticket.merge(clockOf(ticket.priority, ticket.createdAt, scope.organisation.timezone))
    }
    return ticket.save()
  })
}

/**
 * Changes the priority, and the due times with it.
 *
 * @throws NotFoundError, VersionConflictError, TicketFinishedError
 */
export async function setPriority(
  scope: Scope,
  id: string,
  { priority, version }: { priority: TicketPriority; version?: number }
): Promise<Ticket> {
  return scope.work(async () => {
    const ticket = await lockForUpdate(Ticket, id, { version, what: 'ticket' })
    ensureVisible(scope, TICKETS, ticket)
    ensureOpen(ticket)
    ticket.merge({ priority, ...clockOf(priority, ticket.createdAt, scope.organisation.timezone) })
    return ticket.save()
  })
}

/**
 * Puts somebody in charge, or nobody. A new ticket is open from then on.
 *
 * @throws NotFoundError, VersionConflictError, TicketFinishedError, AssigneeError
 */
export async function assignTicket(
  scope: Scope,
  id: string,
  { assigneeId, version }: { assigneeId: string | null; version?: number }
): Promise<Ticket> {
  return scope.work(async (unit) => {
    const ticket = await lockForUpdate(Ticket, id, { version, what: 'ticket' })
    ensureVisible(scope, TICKETS, ticket)
    ensureOpen(ticket)
    const before = ticket.assigneeId
    if (assigneeId !== ticket.assigneeId) await ensureAssignee(scope, assigneeId)
    const from = ticket.status
    ticket.merge({ assigneeId, status: from === 'new' && assigneeId ? 'open' : from })
    await ticket.save()
    if (ticket.status !== from) {
      await recordEvent(scope, ticket, { transition: 'assign', from })
      await announceStatus(scope, ticket, { from, transition: 'assign' })
    }
    if (assigneeId !== before) await tellAssigned(unit, ticket)
    return ticket
  })
}

/** Whoever is in charge finds it in their inbox. */
function tellAssigned(unit: Unit, { id, assigneeId }: Ticket) {
  return notifyMembers(unit, {
    reason: 'assigned',
    members: [assigneeId],
    record: { table: TICKETS.table, id },
  })
}

function ensureOpen(ticket: Ticket) {
  if (FINISHED.includes(ticket.status)) {
    throw new TicketFinishedError(STATUS_LOOKS[ticket.status].label)
  }
}
