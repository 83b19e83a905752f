import { KarkhanaError } from '../errors.ts'

/** The audit trail shows every branch; somebody limited to some of them may not see it. */
export class AuditNeedsAllBranchesError extends KarkhanaError {
  constructor() {
    super('E_AUDIT_ALL_BRANCHES', 403, 'The audit trail shows all branches, and you see some.', {
      next: 'Ask an owner who is not limited to branches.',
    })
  }
}
