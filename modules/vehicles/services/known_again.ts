import { RuleError, type Unit } from '@karkhana/kernel'
import type { ImportRow } from '@karkhana/kernel/module'
import type { KnownRecord } from '@karkhana/kernel/transfer'
import { normaliseChassisNumber, normaliseRegistration } from './registration.ts'

/** What a row of a file is about. */
export interface LookedUpVehicle {
  known: KnownRecord | null
  /** Contacts who could be the owner; more than one cannot be told apart. */
  owners: string[]
}

/** The vehicles that rows are about, by registration, else by chassis number, and their owners by name and phone. */
export async function lookUpVehicles(
  unit: Unit,
  rows: readonly ImportRow[]
): Promise<LookedUpVehicle[]> {
  return unit.rows<LookedUpVehicle>(
    `select case when coalesce(r.id, v.id) is not null then
              jsonb_build_object('id', coalesce(r.id, v.id), 'version', coalesce(r.version, v.version)) end as known,
            array(select c.id::text from contacts_contacts c
                   where lower(c.name) = lower(asked.owner)
                     and (asked.phone is null or c.phone_digits = asked.phone) limit 2) as owners
       from unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[])
              as asked (at, registration, vin, owner, phone)
       left join vehicles_vehicles r on r.registration = asked.registration
       left join vehicles_vehicles v on v.vin = asked.vin
      order by asked.at`,
    [
      rows.map((_, at) => at),
      rows.map(({ registration }) => plain(registration, normaliseRegistration)),
      rows.map(({ vin }) => plain(vin, normaliseChassisNumber)),
      rows.map(({ ownerName }) => String(ownerName)),
      rows.map(({ ownerPhone }) => (ownerPhone ? String(ownerPhone).slice(1) : null)),
    ]
  )
}

/** `null` also for what is no such number: that is told when the row is read. */
function plain(typed: unknown, normalise: (typed: string) => string): string | null {
  if (!typed) return null
  try {
    return normalise(String(typed))
  } catch (error) {
    if (error instanceof RuleError) return null
    throw error
  }
}

/** @throws RuleError where nobody, or more than one, is meant */
export function ownerOf({ ownerName, ownerPhone }: ImportRow, { owners }: LookedUpVehicle): string {
  if (owners.length === 1) return owners[0]
  const name = String(ownerName)
  if (owners.length === 0) {
    const phone = ownerPhone ? ` with ${String(ownerPhone)}` : ''
    throw new RuleError('E_OWNER_UNKNOWN', `No contact is called ${name}${phone}.`, {
      field: 'ownerName',
      next: 'Import the contacts first, or correct the name.',
    })
  }
  throw new RuleError('E_OWNER_AMBIGUOUS', `Several contacts are called ${name}.`, {
    field: 'ownerPhone',
    next: 'Add the phone number of the owner.',
  })
}
