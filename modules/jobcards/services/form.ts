import { activeMembers, NotFoundError, type Scope } from '@karkhana/kernel'
import type { Ticket } from '@karkhana/tickets/contracts'
import type {} from '@karkhana/contacts/contracts'
import type {} from '@karkhana/vehicles/contracts'

/** What a picker shows for a record that is chosen already. */
export interface Choice {
  id: string
  label: string
  hint?: string
}

/** What a card opened from a ticket takes over. */
export interface TicketChoice extends Choice {
  complaint: string
  assigneeId: string | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What the form of a card offers to choose from. */
export async function formChoices(scope: Scope) {
  const members = await activeMembers(scope)
  return {
    technicians: members.map(({ id, name }) => ({ value: id, label: name })),
    ticket: null as TicketChoice | null,
    contact: null as Choice | null,
    vehicle: null as (Choice & { odometerKm: number | null }) | null,
  }
}

/**
 * The same for a new card, filled from `?ticket=` or `?vehicle=`.
 *
 * @throws NotFoundError
 */
export async function newJobChoices(scope: Scope, query: Record<string, unknown>) {
  const choices = await formChoices(scope)
  const ticket = await ticketOf(scope, query.ticket)
  const vehicleId = ticket ? ticket.vehicleId : uuid(query.vehicle)
  const vehicle = vehicleId ? await vehicleOf(scope, vehicleId) : null
  const contactId = ticket?.contactId ?? vehicle?.contactId ?? uuid(query.contact)
  return {
    ...choices,
    ticket: ticket && {
      id: ticket.id,
      label: ticket.number,
      complaint: ticket.complaint,
      assigneeId: ticket.assigneeId,
    },
    vehicle,
    contact: contactId ? await contactOf(scope, contactId) : null,
  }
}

async function ticketOf(scope: Scope, id: unknown): Promise<Ticket | null> {
  if (id === undefined) return null
  const known = uuid(id)
  if (!known) throw new NotFoundError('ticket')
  return (await scope.need('tickets.desk@1')).get(scope, known)
}

async function contactOf(scope: Scope, id: string): Promise<Choice> {
  const { name, phone } = await (await scope.need('contacts.directory@1')).get(scope, id)
  return { id, label: name, hint: phone ?? undefined }
}

async function vehicleOf(scope: Scope, id: string) {
  const vehicle = await (await scope.need('vehicles.registry@1')).get(scope, id)
  const name = `${vehicle.make} ${vehicle.model}`
  return {
    id,
    label: vehicle.registration ?? name,
    hint: vehicle.registration ? name : undefined,
    contactId: vehicle.contactId,
    odometerKm: vehicle.odometerKm,
  }
}

function uuid(value: unknown): string | null {
  return typeof value === 'string' && UUID.test(value) ? value : null
}
