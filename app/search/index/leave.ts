import type { Unit } from '../../tenancy/unit.ts'
import { NOBODY } from './records.ts'
import { WORDS } from './changes.ts'

/**
 * Takes records out of the search within the open unit, with the words that only they had soon after. What is left of
 * them is found again when the change of their rows is worked off: without what was erased.
 */
export async function leaveSearch(unit: Unit, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await unit.rows(
    'delete from search_documents where organisation_id = ? and record_id = any(?::uuid[])',
    [unit.scope.organisationId, [...ids]]
  )
  await sweepLater(unit)
}

/** Words that no document has any more are forgotten when the next changes are worked off. */
export async function sweepLater(unit: Unit): Promise<void> {
  await unit.rows(
    'insert into search_changes (organisation_id, table_name, row_id) values (?, ?, ?)',
    [unit.scope.organisationId, WORDS, NOBODY]
  )
}
