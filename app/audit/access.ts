import type { Scope } from '../tenancy/scope.ts'
import { AuditNeedsAllBranchesError } from './errors.ts'

/**
 * Refuses readers who may not see the whole trail. Most changes belong to no branch (members, prices, contacts), so
 * a part of it for one branch would say little and look complete.
 * @throws ForbiddenError, AuditNeedsAllBranchesError
 */
export function ensureMayReadAudit(
  scope: Scope,
  permission: 'kernel.audit.view' | 'kernel.audit.export' = 'kernel.audit.view'
) {
  scope.ensure(permission)
  if (scope.branchIds) throw new AuditNeedsAllBranchesError()
}
