import { NotFoundError, type Scope } from '@karkhana/kernel'
import { runList, type ListInput } from '@karkhana/kernel/lists'
import type { ListPage } from '@karkhana/kernel/pages'
import { ticketList } from '../lists/tickets.ts'
import {
  ticketRecord,
  type RawTicketRecord,
  type TicketRecord,
  type TicketRow,
} from '../transformers/ticket.ts'
import { ticketQuery } from './ticket_query.ts'

/**
 * One page of tickets. Without a search and a status it shows the ones that are still open; a search
 * looks through all.
 */
export async function listTickets(scope: Scope, input: ListInput): Promise<ListPage<TicketRow>> {
  if (input.search?.trim() || input.filters?.status) return runList(scope, ticketList, input)
  const filters = input.filters ?? {}
  const page = await runList(scope, ticketList, {
    ...input,
    filters: { ...filters, status: 'open_all' },
  })
  return { ...page, query: { ...page.query, filters } }
}

/** @throws NotFoundError */
export async function getTicket(scope: Scope, id: string): Promise<TicketRecord> {
  const raw = await scope.read((unit) => ticketQuery(unit).where('t.id', id).first())
  if (!raw) throw new NotFoundError('ticket')
  return ticketRecord(scope, raw as RawTicketRecord)
}

/** A choice of a picker. */
export interface TicketOption {
  id: string
  label: string
  hint: string
  contactId: string
  vehicleId: string | null
}

/** Tickets for pickers: the newest 20 that match, open ones only. */
export async function lookupTickets(scope: Scope, term: string): Promise<TicketOption[]> {
  const { rows } = await runList(scope, ticketList, {
    search: term,
    limit: 20,
    filters: { status: 'open_all' },
  })
  return rows.map(({ id, number, customer, registration, contactId, vehicleId }) => ({
    id,
    label: number,
    hint: [customer, registration].filter(Boolean).join(' · '),
    contactId,
    vehicleId,
  }))
}
