import { storedRole } from '../../access/chosen_role.ts'
import type { Authority } from '../../access/authority.ts'
import { beyond } from '../../access/giving.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Unit } from '../../tenancy/unit.ts'
import Invitation from '../models/invitation.ts'

/**
 * Withdraws the open invitations of a member that give more than the member now could: all of them when the member is
 * gone (`place` is null). Else somebody who was let go could come back by a link of their own making.
 */
export async function withdrawBeyond(
  unit: Unit,
  registry: ModuleRegistry,
  memberId: string,
  place: { authority: Authority; branchIds: string[] } | null
): Promise<number> {
  const open = await Invitation.query()
    .where('invited_by_member', memberId)
    .whereNull('revoked_at')
    .whereColumn('uses', '<', 'max_uses')
    .forUpdate()
  let withdrawn = 0
  for (const invitation of open) {
    if (place && (await stillFits(unit, registry, invitation, place))) continue
    await invitation.merge({ revokedAt: unit.scope.now() }).save()
    withdrawn++
  }
  return withdrawn
}

/** The same for everybody who holds a role of the organisation's own, which gives `authority` from now on. */
export async function withdrawBeyondRole(
  unit: Unit,
  registry: ModuleRegistry,
  roleId: string,
  authority: Authority
): Promise<void> {
  const inviters = await unit.rows<{ id: string; grants: string[]; branchIds: string[] }>(
    `select m.id, m.grants, m.branch_ids as "branchIds" from memberships m
      where m.organisation_id = ? and m.role_id = ? and m.active and exists (
        select 1 from invitations i
         where i.invited_by_member = m.id and i.revoked_at is null and i.uses < i.max_uses)
      order by m.id`,
    [unit.scope.organisationId, roleId]
  )
  for (const { id, grants, branchIds } of inviters) {
    await withdrawBeyond(unit, registry, id, { authority: { ...authority, grants }, branchIds })
  }
}

async function stillFits(
  unit: Unit,
  registry: ModuleRegistry,
  invitation: Invitation,
  { authority, branchIds }: { authority: Authority; branchIds: string[] }
) {
  const { authority: given } = await storedRole(unit, invitation)
  if (beyond(registry, given, authority).length > 0) return false
  if (branchIds.length === 0) return true
  const { branchIds: wanted } = invitation
  return wanted.length > 0 && wanted.every((id) => branchIds.includes(id))
}
