import type { Unit } from '@karkhana/kernel'
import { VehicleExistsError } from '../errors.ts'
import { vehicleName } from '../transformers/names.ts'

/** What no other vehicle may have. */
export interface Candidate {
  /** Own id when an existing vehicle is saved. */
  id: string | null
  registration: string | null
  vin: string | null
}

interface Found {
  id: string
  registration: string | null
  vin: string | null
  make: string
  model: string
  owner: string
  archived_at: Date | null
}

/**
 * Refuses a second record of a vehicle, naming the first. Archived ones count: they hold the
 * history. Savers of the same number wait for each other; the unique index stands behind.
 * @throws VehicleExistsError
 */
export async function refuseDuplicates(unit: Unit, candidate: Candidate) {
  for (const field of ['registration', 'vin'] as const) {
    const value = candidate[field]
    if (!value) continue
    const found = await findOther(unit, candidate.id, field, value)
    if (!found) continue
    throw new VehicleExistsError(field, {
      id: found.id,
      name: vehicleName(found),
      owner: found.owner,
      archived: found.archived_at !== null,
    })
  }
}

async function findOther(
  unit: Unit,
  id: string | null,
  field: 'registration' | 'vin',
  value: string
): Promise<Found | null> {
  await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    lockOf(unit, field, value),
  ])
  const query = unit
    .from('vehicles_vehicles as v')
    .join('contacts_contacts as c', 'c.id', 'v.contact_id')
    .where(`v.${field}`, value)
    .select('v.id', 'v.registration', 'v.vin', 'v.make', 'v.model', 'v.archived_at')
    .select('c.name as owner')
  if (id) query.whereNot('v.id', id)
  return (await query.first()) as Found | null
}

/**
 * Whether one of several new vehicles has a number that another one has, stored or among them. The locks are taken in
 * one order, so that two savers of many wait for each other and not in a circle.
 */
export async function anyDuplicate(unit: Unit, candidates: readonly Candidate[]): Promise<boolean> {
  const registrations = candidates.flatMap(({ registration }) => registration ?? [])
  const vins = candidates.flatMap(({ vin }) => vin ?? [])
  if (new Set(registrations).size < registrations.length || new Set(vins).size < vins.length) {
    return true
  }
  await unit.rows(
    `select pg_advisory_xact_lock(hash)
       from (select distinct hashtextextended(name, 0) as hash from unnest(?::text[]) as name order by 1) as locks`,
    [
      [
        ...registrations.map((each) => lockOf(unit, 'registration', each)),
        ...vins.map((each) => lockOf(unit, 'vin', each)),
      ],
    ]
  )
  const found = await unit.rows(
    `select 1 from vehicles_vehicles where registration = any (?::text[])
     union all select 1 from vehicles_vehicles where vin = any (?::text[]) limit 1`,
    [registrations, vins]
  )
  return found.length > 0
}

const lockOf = (unit: Unit, field: 'registration' | 'vin', value: string) =>
  `vehicles.${field}:${unit.scope.organisationId}:${value}`
