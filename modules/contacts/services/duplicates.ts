import type { Unit } from '@karkhana/kernel'
import { SharedGstinError, SharedPhoneError, type ExistingContact } from '../errors.ts'

interface Candidate {
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
    `contacts.${column}:${unit.scope.organisationId}:${value}`,
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
