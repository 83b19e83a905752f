import { ensureAllBranches } from '../access/branch_limits.ts'
import type { Scope } from '../tenancy/scope.ts'

/**
 * Messages and addresses are told apart by no branch: who works in some of them reads what went to a customer on the
 * page of the record.
 * @throws ForbiddenError, BranchLimitedError
 */
export function ensureMayManage(scope: Scope) {
  scope.ensure('kernel.message.manage')
  ensureAllBranches(scope, 'The list of messages')
}
