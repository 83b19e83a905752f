import type { RecordRule } from '../access/record_rules.ts'
import { registeredRoutes } from '../http/registered_routes.ts'
import type { Unit } from '../tenancy/unit.ts'

/** How a record is called in a notification, and where it is. */
export interface NamedPlace {
  title: string
  href: string
}

/**
 * The number of a record, or what its kind is called, and the page that shows it: the route with `:id` that its module
 * declares for the table. Names of people are left out, since a notification outlives their erasure.
 */
export async function placeOf(unit: Unit, rule: RecordRule, id: string): Promise<NamedPlace> {
  const [row] = await unit.rows<{ number: string | null }>(
    `select to_jsonb(t) ->> 'number' as number from ${rule.table} t
      where t.organisation_id = ? and t.id = ?`,
    [unit.scope.organisationId, id]
  )
  const page = registeredRoutes.find(
    ({ surface, method, record, pattern }) =>
      surface === 'web' && method === 'GET' && record === rule.table && pattern.endsWith('/:id')
  )
  return {
    title: row?.number ?? rule.noun,
    href: page ? page.pattern.replace(':id', id) : '/inbox',
  }
}
