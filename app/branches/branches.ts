import { findOr404, lockForUpdate } from '../database/locks.ts'
import { RuleError } from '../errors.ts'
import { checkTaxId } from '../identity/services/tax_ids.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import Branch from './branch.ts'

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
  version?: number
}

/** All places of business, in their order. */
export async function listBranches(scope: Scope): Promise<Branch[]> {
  return scope.read(() => Branch.query().orderBy('position').orderBy('code'))
}

/** @throws NotFoundError */
export async function getBranch(scope: Scope, id: string): Promise<Branch> {
  return scope.read(() => findOr404(Branch, id, { what: 'branch' }))
}

/** @throws RuleError naming `code`, `taxId` or `stateCode` */
export async function createBranch(scope: Scope, registry: ModuleRegistry, input: BranchInput) {
  const fields = await checked(scope, registry, input)
  return scope.work(async () => {
    await ensureCodeIsFree(input.code)
    return Branch.create({ ...fields, active: true, position: scope.branches.length })
  })
}

/** @throws NotFoundError, VersionConflictError, RuleError */
export async function updateBranch(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  input: BranchInput
) {
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
