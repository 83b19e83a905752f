import { type Unit, visible } from '@karkhana/kernel'
import { WORKING_STATUSES } from '../status/transitions.ts'
import { JOBS } from '../records.ts'

const working = WORKING_STATUSES.map((status) => `'${status}'`).join(', ')

/** Job cards the reader may see, with the names of those involved. Alias `j`. */
export function jobQuery(unit: Unit) {
  const query = unit
    .from('jobcards_jobs as j')
    .join('contacts_contacts as c', (join) =>
      join.on('c.organisation_id', 'j.organisation_id').andOn('c.id', 'j.contact_id')
    )
    .join('vehicles_vehicles as v', (join) =>
      join.on('v.organisation_id', 'j.organisation_id').andOn('v.id', 'j.vehicle_id')
    )
    .leftJoin('tickets_tickets as t', (join) =>
      join.on('t.organisation_id', 'j.organisation_id').andOn('t.id', 'j.ticket_id')
    )
    .leftJoin('memberships as m', 'm.id', 'j.technician_id')
    .leftJoin('users as u', 'u.id', 'm.user_id')
    .select('j.*', 'c.name as customer', 'c.phone as contact_phone', 't.number as ticket_number')
    .select('v.registration', 'v.make', 'v.model', 'v.odometer_km', 'u.name as technician')
    .select(unit.trx.raw(`(${LATE}) as late`, [unit.scope.now().toISO()!]))
  visible(query, unit.scope, JOBS, 'j')
  return query
}

/** The promise has passed and the vehicle is not ready; binds the present instant. */
export const LATE = `j.promised_at is not null and j.promised_at < ?
  and j.cancelled_at is null and j.status in (${working})`
