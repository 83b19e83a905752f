import { customOf, NotFoundError, type Scope } from '@karkhana/kernel'
import { runList, type ListInput } from '@karkhana/kernel/lists'
import type { ListPage } from '@karkhana/kernel/pages'
import { ticketList } from '../lists/tickets.ts'
import {
  ticketRecord,
  type RawTicketRecord,
  type TicketRecord,
  type TicketRow,
} from '../transformers/ticket.ts'
import { TICKETS } from '../records.ts'
import { ticketQuery } from './ticket_query.ts'

/** One page of tickets. */
export async function listTickets(scope: Scope, input: ListInput): Promise<ListPage<TicketRow>> {
  return runList(scope, ticketList, input)
}

/** @throws NotFoundError */
export async function getTicket(scope: Scope, id: string): Promise<TicketRecord> {
  return scope.read(async (unit) => {
    const raw = (await ticketQuery(unit).where('t.id', id).first()) as RawTicketRecord | null
    if (!raw) throw new NotFoundError('ticket')
    return ticketRecord(scope, raw, await customOf(scope, TICKETS.table, raw.custom))
  })
}

/** A choice of a picker, and a line of the tickets of a customer or vehicle. */
export interface TicketOption extends TicketRow {
  label: string
  hint: string
}

/** The newest 20 tickets that match: open ones, or all of a customer or vehicle. */
export async function lookupTickets(
  scope: Scope,
  { q, contact, vehicle }: { q?: string; contact?: string; vehicle?: string }
): Promise<TicketOption[]> {
  const named = { ...(contact && { contact }), ...(vehicle && { vehicle }) }
  const filters = contact || vehicle ? named : { status: 'open_all' }
  const { rows } = await runList(scope, ticketList, { search: q, limit: 20, filters })
  return rows.map((row) => ({
    ...row,
    label: row.number,
    hint: [row.customer, row.registration].filter(Boolean).join(' · '),
  }))
}
