import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import type { Scope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'

/** How many rows the measured organisation holds; the neighbour holds as many, so that the index has to choose. */
const CONTACTS = 500
const TICKETS = 5000

/** Two organisations with customers, vehicles and tickets; the first one is measured. */
export async function seedBench() {
  await app.container.make(ModuleRegistry)
  const [measured, neighbour] = [await makeWorkshop(), await makeWorkshop()]
  await fill(await measured.scope())
  await fill(await neighbour.scope())
  const { email } = await measured.user()
  return { organisationId: measured.organisationId, token: await measured.token(), email }
}

async function fill(scope: Scope) {
  await scope.work(async (unit) => {
    await unit.rows(
      `insert into contacts_contacts (organisation_id, id, kind, name, phone, state_code)
       select ?, gen_random_uuid(), 'customer', 'Customer ' || n, '+9198' || lpad(n::text, 8, '0'), '27'
         from generate_series(1, ?) n`,
      [scope.organisationId, CONTACTS]
    )
    await unit.rows(
      `insert into vehicles_vehicles (organisation_id, id, contact_id, registration, make, model, fuel)
       select organisation_id, gen_random_uuid(), id,
              'MH12AB' || lpad((row_number() over (order by id))::text, 4, '0'), 'Ather', '450X', 'ev'
         from contacts_contacts`
    )
    await unit.rows(
      `insert into tickets_tickets (organisation_id, id, number, branch_id, contact_id, vehicle_id, complaint,
              source, priority, status, response_target_minutes, resolution_target_minutes,
              response_due_at, resolution_due_at, created_at)
       select v.organisation_id, gen_random_uuid(), 'PUN-T26-' || lpad(n::text, 5, '0'), ?, v.contact_id, v.id,
              'Range drops from 80 to 35 km and it cuts off on the flyover.', 'counter',
              'P' || (1 + n % 4), case when n % 3 = 0 then 'closed' else 'open' end, 120, 1080,
              now() + n * interval '1 minute', now() + n * interval '1 hour', now() - n * interval '7 minutes'
         from generate_series(1, ?) n
         join (select *, row_number() over (order by id) as at from vehicles_vehicles) v
           on v.at = 1 + n % ?`,
      [scope.branch.id, TICKETS, CONTACTS]
    )
  })
}
