import type { Unit } from '@karkhana/kernel'
import { SharedGstinError, SharedPhoneError, type ExistingContact } from '../errors.ts'

/** What no other contact may have. */
export interface Candidate {
  /** Own id when an existing contact is saved. */
  id: string | null
  phone: string | null
  gstin: string | null
  sharedPhone: boolean
}

/**
 * Refuses a second contact with the same GSTIN or, unless it is said to be shared, the same phone.
 * Archived contacts count: they hold the history. Savers of the same number wait for each other, so
 * that two cannot slip in at once.
 * @throws SharedGstinError, SharedPhoneError
 */
export async function refuseDuplicates(unit: Unit, candidate: Candidate) {
  const { gstin, phone } = candidate
  if (gstin) {
    const other = await findOther(unit, candidate.id, 'gstin', gstin)
    if (other) throw new SharedGstinError(other)
  }
  if (phone && !candidate.sharedPhone) {
    const other = await findOther(unit, candidate.id, 'phone', phone)
    if (other) throw new SharedPhoneError(other)
  }
}

async function findOther(unit: Unit, id: string | null, column: 'gstin' | 'phone', value: string) {
  await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    lockOf(unit, column, value),
  ])
  const [key, term] = column === 'phone' ? ['phone_digits', value.slice(1)] : ['gstin', value]
  const query = unit
    .from('contacts_contacts')
    .where(key, term)
    .orderByRaw('archived_at is not null, created_at')
    .select('id', 'name', 'archived_at')
  if (id) query.whereNot('id', id)
  const row = (await query.first()) as { id: string; name: string; archived_at: Date | null } | null
  const existing: ExistingContact | null = row && {
    id: row.id,
    name: row.name,
    archived: row.archived_at !== null,
  }
  return existing
}

/**
 * Whether one of several new contacts has what another one has, stored or among them. The locks are taken in one order,
 * so that two savers of many wait for each other and not in a circle.
 */
export async function anyDuplicate(unit: Unit, candidates: readonly Candidate[]): Promise<boolean> {
  const gstins = candidates.flatMap(({ gstin }) => gstin ?? [])
  const phones = candidates.flatMap(({ phone, sharedPhone }) => (sharedPhone ? [] : (phone ?? [])))
  if (new Set(gstins).size < gstins.length || new Set(phones).size < phones.length) return true
  const locks = [
    ...gstins.map((gstin) => lockOf(unit, 'gstin', gstin)),
    ...phones.map((phone) => lockOf(unit, 'phone', phone)),
  ]
  if (locks.length === 0) return false
  await unit.rows(
    `select pg_advisory_xact_lock(hash)
       from (select distinct hashtextextended(name, 0) as hash from unnest(?::text[]) as name order by 1) as locks`,
    [locks]
  )
  const digits = phones.map((phone) => phone.slice(1))
  const found = await unit.rows(
    `select 1 from contacts_contacts where gstin = any (?::text[])
     union all select 1 from contacts_contacts where phone_digits = any (?::text[]) limit 1`,
    [gstins, digits]
  )
  return found.length > 0
}

const lockOf = (unit: Unit, column: 'gstin' | 'phone', value: string) =>
  `contacts.${column}:${unit.scope.organisationId}:${value}`
