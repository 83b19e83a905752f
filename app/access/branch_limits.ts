import { KarkhanaError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'

/** Something of the whole organisation was asked for by somebody who works in some branches only. */
export class BranchLimitedError extends KarkhanaError {
  constructor(what: string, branches: readonly string[]) {
    super('E_BRANCH_LIMITED', 403, `${what} concerns every branch.`, {
      next: `You work in ${branches.join(', ')} only. Ask somebody who works in all branches.`,
    })
  }
}

/** Names of the branches that the reader is limited to, `null` for readers of all of them. */
export function branchLimit(scope: Scope): string[] | null {
  return scope.branchIds ? scope.branches.map((branch) => branch.name) : null
}

/**
 * For what cannot be done for some branches alone; `what` begins the message: `Locking a period`.
 * @throws BranchLimitedError
 */
export function ensureAllBranches(scope: Scope, what: string) {
  const limit = branchLimit(scope)
  if (limit) throw new BranchLimitedError(what, limit)
}
