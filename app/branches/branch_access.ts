import { NotFoundError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'

/**
 * For changes of one branch: whoever is limited to some branches changes those.
 * @throws ForbiddenError, NotFoundError
 */
export function ensureManagesBranch(scope: Scope, id: string) {
  scope.ensure('kernel.branch.manage')
  if (scope.branchIds && !scope.branchIds.includes(id)) throw new NotFoundError('branch')
}
