import { RuleError } from '../../errors.ts'
import type { Unit } from '../../tenancy/unit.ts'

/**
 * The active owners of the organisation, locked until the transaction ends: whoever would take one away waits here for
 * whoever does so at the same moment, and then sees what is left.
 */
export async function lockOwners(unit: Unit): Promise<string[]> {
  const rows = await unit.rows<{ id: string }>(
    `select id from memberships
      where organisation_id = ? and role = 'owner' and active order by id for update`,
    [unit.scope.organisationId]
  )
  return rows.map((row) => row.id)
}

/**
 * Makes sure that an active owner is left when `memberId` stops being one.
 * @throws RuleError E_LAST_OWNER
 */
export function ensureOwnerStays(owners: string[], memberId: string, field?: string): void {
  if (owners.length > 1 || !owners.includes(memberId)) return
  throw new RuleError('E_LAST_OWNER', 'An organisation needs one active owner.', {
    field,
    next: 'Make somebody else an owner first.',
  })
}
