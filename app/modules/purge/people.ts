import { permissionsOf } from '../../access/authority.ts'
import { ensureAllBranches } from '../../access/branch_limits.ts'
import { KERNEL_PERMISSIONS } from '../../access/kernel_permissions.ts'
import { RuleError } from '../../errors.ts'
import { authorityOf, type MembershipAnswer } from '../../tenancy/scope_answer.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'

export const PURGE = 'kernel.module.purge'

/** Somebody who may agree to a purge; `id` is of the person, not of the membership. */
export interface PurgePerson {
  id: string
  name: string
}

type Row = Pick<MembershipAnswer, 'role' | 'base' | 'roleGrants' | 'roleDenials' | 'grants'> &
  PurgePerson

/** The active members who may delete the data of a module, by name. */
export async function peopleWhoPurge(unit: Unit): Promise<PurgePerson[]> {
  const rows = await unit.rows<Row>(
    `select u.id, u.name, m.role, m.grants, r.base, r.grants as "roleGrants", r.denials as "roleDenials"
       from memberships m
       join users u on u.id = m.user_id and u.disabled_at is null
       left join roles r on r.organisation_id = m.organisation_id and r.id = m.role_id
      where m.organisation_id = ? and m.active and m.kind = 'person' and m.branch_ids = '{}'
      order by lower(u.name), u.id`,
    [unit.scope.organisationId]
  )
  return rows
    .filter((row) => permissionsOf(authorityOf(row), KERNEL_PERMISSIONS).has(PURGE))
    .map(({ id, name }) => ({ id, name }))
}

/**
 * The person behind the scope: somebody at a screen, who works in all branches. A token is no second person.
 * @throws ForbiddenError, BranchLimitedError, RuleError E_PURGE_PERSON
 */
export function ensurePerson(scope: Scope): PurgePerson {
  scope.ensure(PURGE)
  ensureAllBranches(scope, 'Deleting the data of a module')
  const { kind, id, name } = scope.actor
  if (kind === 'user') return { id, name }
  throw new RuleError('E_PURGE_PERSON', 'Only people can delete the data of a module.', {
    next: 'Sign in and do it under Settings → Modules.',
  })
}
