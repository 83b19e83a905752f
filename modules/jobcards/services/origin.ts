import { NotFoundError, type Unit } from '@karkhana/kernel'
import type { Ticket } from '@karkhana/tickets/contracts'
import { PartyMismatchError, TicketNotReadyError } from '../errors.ts'

export interface OriginInput {
  ticketId?: string | null
  /** Needed without a ticket; with one they must be those of the ticket. */
  contactId?: string | null
  vehicleId?: string | null
  /** The ticket's own words unless given. */
  complaint?: string | null
}

/** Whose vehicle a card is about, and why it came. */
export interface Origin {
  ticketId: string | null
  contactId: string
  vehicleId: string
  complaint: string
  /** Who is in charge of the ticket. */
  assigneeId: string | null
}

/**
 * Reads customer, vehicle and complaint from the ticket, or from the input without one.
 *
 * @throws NotFoundError naming the field, TicketNotReadyError, PartyMismatchError
 */
export async function originOf(unit: Unit, input: OriginInput): Promise<Origin> {
  if (input.ticketId) return fromTicket(await ticketOf(unit, input.ticketId), input)
  if (!input.contactId) throw new NotFoundError('customer', 'contactId')
  if (!input.vehicleId) throw new NotFoundError('vehicle', 'vehicleId')
  if (!input.complaint) {
    throw new PartyMismatchError('The reason of the visit is missing.', {
      field: 'complaint',
      next: 'Write down what the customer says.',
    })
  }
  await ensureParties(unit, input.contactId, input.vehicleId)
  return {
    ticketId: null,
    contactId: input.contactId,
    vehicleId: input.vehicleId,
    complaint: input.complaint,
    assigneeId: null,
  }
}

async function ticketOf({ scope }: Unit, id: string): Promise<Ticket> {
  const desk = await scope.need('tickets.desk@1')
  try {
    return await desk.get(scope, id)
  } catch (error) {
    if (error instanceof NotFoundError) throw new NotFoundError('ticket', 'ticketId')
    throw error
  }
}

function fromTicket(ticket: Ticket, input: OriginInput): Origin {
  if (['resolved', 'closed', 'cancelled'].includes(ticket.status)) {
    throw new TicketNotReadyError('E_TICKET_FINISHED', `Ticket ${ticket.number} is finished.`, {
      field: 'ticketId',
      next: 'Reopen the ticket first, or open the card without it.',
    })
  }
  if (!ticket.vehicleId) {
    throw new TicketNotReadyError(
      'E_TICKET_VEHICLE',
      `Ticket ${ticket.number} names no vehicle yet.`,
      {
        field: 'vehicleId',
        next: 'Edit the ticket and choose the vehicle.',
      }
    )
  }
  sameAsTicket('customer', 'contactId', input.contactId, ticket.contactId)
  sameAsTicket('vehicle', 'vehicleId', input.vehicleId, ticket.vehicleId)
  return {
    ticketId: ticket.id,
    contactId: ticket.contactId,
    vehicleId: ticket.vehicleId,
    complaint: input.complaint || ticket.complaint,
    assigneeId: ticket.assigneeId,
  }
}

function sameAsTicket(what: string, field: string, sent: string | null | undefined, own: string) {
  if (!sent || sent === own) return
  throw new PartyMismatchError(`This is not the ${what} of the ticket.`, {
    field,
    next: `Leave the ${what} out, or correct the ticket first.`,
  })
}

async function ensureParties(unit: Unit, contactId: string, vehicleId: string) {
  const [contact] = await unit.rows(
    'select 1 from contacts_contacts where id = ? and archived_at is null',
    [contactId]
  )
  if (!contact) throw new NotFoundError('customer', 'contactId')
  const [vehicle] = await unit.rows<{ contact_id: string }>(
    'select contact_id from vehicles_vehicles where id = ? and archived_at is null',
    [vehicleId]
  )
  if (!vehicle) throw new NotFoundError('vehicle', 'vehicleId')
  if (vehicle.contact_id !== contactId) {
    throw new PartyMismatchError('This vehicle belongs to another customer.', {
      field: 'vehicleId',
      next: 'Choose a vehicle of this customer, or change the owner of the vehicle first.',
    })
  }
}
