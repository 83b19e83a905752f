import { type Unit, visible } from '@karkhana/kernel'
import { RUNNING_STATUSES } from '../status/transitions.ts'
import { TICKETS } from '../records.ts'

const running = RUNNING_STATUSES.map((status) => `'${status}'`).join(', ')

/** Tickets the reader may see, with the names of those involved. Alias `t`. */
export function ticketQuery(unit: Unit) {
  const query = unit
    .from('tickets_tickets as t')
    .join('contacts_contacts as c', (join) =>
      join.on('c.organisation_id', 't.organisation_id').andOn('c.id', 't.contact_id')
    )
    .leftJoin('vehicles_vehicles as v', (join) =>
      join.on('v.organisation_id', 't.organisation_id').andOn('v.id', 't.vehicle_id')
    )
    .leftJoin('memberships as m', 'm.id', 't.assignee_id')
    .leftJoin('users as u', 'u.id', 'm.user_id')
    .select('t.*', 'c.name as customer', 'c.phone as contact_phone')
    .select('v.registration', 'v.make', 'v.model', 'u.name as assignee')
    .select(
      unit.trx.raw(`(t.status in (${running}) and t.resolution_due_at < ?) as late`, [
        unit.scope.now().toISO()!,
      ])
    )
  visible(query, unit.scope, TICKETS, 't')
  return query
}
