import { ensureAllBranches } from '../access/branch_limits.ts'
import { findOr404, lockForUpdate } from '../database/locks.ts'
import { RuleError } from '../errors.ts'
import { checkTaxId } from '../identity/services/tax_ids.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { ensureManagesBranch } from './branch_access.ts'
import Branch from './branch.ts'
import { HoursError } from './errors.ts'
import { hoursProblem, type WeeklyHours } from './working_calendar.ts'

/** What a branch says about itself. */
export interface BranchInput {
  code: string
  name: string
  addressLine1: string
  addressLine2?: string | null
  city: string
  stateCode?: string | null
  postalCode: string
  taxId?: string | null
  phone?: string | null
  email?: string | null
  /** Stays as it is when left out. */
  hours?: WeeklyHours
  version?: number
}

/** All places of business that the reader may work in, in their order: the head office first. */
export async function listBranches(scope: Scope): Promise<Branch[]> {
  return scope.read(async () => {
    const query = Branch.query().orderBy('position').orderBy('code')
    return scope.branchIds ? query.whereIn('id', [...scope.branchIds]) : query
  })
}

/** @throws NotFoundError */
export async function getBranch(scope: Scope, id: string): Promise<Branch> {
  return scope.read(() => findOr404(Branch, id, { what: 'branch' }))
}

/** @throws ForbiddenError, BranchLimitedError, RuleError naming `code`, `taxId`, `stateCode` or `hours.…` */
export async function createBranch(scope: Scope, registry: ModuleRegistry, input: BranchInput) {
  scope.ensure('kernel.branch.manage')
  ensureAllBranches(scope, 'A new branch')
  const fields = await checked(scope, registry, input)
  return scope.work(async (unit) => {
    await ensureCodeIsFree(input.code)
    const [{ position }] = await unit.rows<{ position: number }>(
      'select coalesce(max(position) + 1, 0) as position from branches'
    )
    const branch = await Branch.create({ ...fields, active: true, position })
    // Opening hours that were left out come from the database
    return branch.refresh()
  })
}

/** @throws NotFoundError, ForbiddenError, VersionConflictError, RuleError */
export async function updateBranch(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  input: BranchInput
) {
  ensureManagesBranch(scope, id)
  const fields = await checked(scope, registry, input)
  return scope.work(async () => {
    const branch = await lockForUpdate(Branch, id, { version: input.version, what: 'branch' })
    if (branch.code !== input.code) await ensureCodeIsFree(input.code)
    return branch.merge(fields).save()
  })
}

async function checked(scope: Scope, registry: ModuleRegistry, input: BranchInput) {
  const { version, ...fields } = input
  const tax = await checkTaxId(registry, scope.organisation.country, input.taxId, input.stateCode)
  const problem = input.hours ? hoursProblem(input.hours) : null
  if (problem) throw new HoursError(problem)
  return { ...fields, taxId: tax.value, stateCode: tax.stateCode }
}

async function ensureCodeIsFree(code: string) {
  if (await Branch.query().where('code', code).first()) {
    throw new RuleError('E_BRANCH_CODE', 'Another branch has this code.', {
      field: 'code',
      next: 'Choose another one; it is part of the document numbers.',
    })
  }
}
