import { ensureAllBranches } from '../access/branch_limits.ts'
import { NotFoundError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import { MANAGE_LOOK } from './looks/update_look.ts'

/**
 * For what is decided for the organisation (`null`) or for one branch that the reader works in; `what` begins the
 * message: `The account of the organisation`.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError
 */
export function ensureDecidesFor(scope: Scope, branchId: string | null, what: string) {
  scope.ensure(MANAGE_LOOK)
  if (branchId === null) ensureAllBranches(scope, what)
  else if (!scope.branches.some(({ id }) => id === branchId)) {
    throw new NotFoundError('branch', 'branchId')
  }
}
