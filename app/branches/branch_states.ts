import { ensureAllBranches } from '../access/branch_limits.ts'
import { NotFoundError, RuleError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import Branch from './branch.ts'
import { HeadOfficeError, LastBranchError, OnlyBranchOfMembersError } from './errors.ts'

/**
 * Closes a branch: nobody chooses it any more, its documents stay.
 * @throws NotFoundError, ForbiddenError, BranchLimitedError, LastBranchError, HeadOfficeError,
 * OnlyBranchOfMembersError
 */
export async function deactivateBranch(scope: Scope, id: string): Promise<Branch> {
  ensureMayArrange(scope)
  return scope.work(async (unit) => {
    const branches = await lockBranches()
    const branch = among(branches, id)
    const active = branches.filter((each) => each.active)
    if (!branch.active) return branch
    if (active.length === 1) throw new LastBranchError()
    if (active[0].id === id) throw new HeadOfficeError(branch.name)
    const members = await membersOfNoOther(unit, id)
    if (members.length > 0) throw new OnlyBranchOfMembersError(branch.name, members)
    return branch.merge({ active: false }).save()
  })
}

/** @throws NotFoundError, ForbiddenError, BranchLimitedError */
export async function activateBranch(scope: Scope, id: string): Promise<Branch> {
  ensureMayArrange(scope)
  return scope.work(async () =>
    among(await lockBranches(), id)
      .merge({ active: true })
      .save()
  )
}

/**
 * Puts the branches in the order of `ids`; the first becomes the head office.
 * @throws ForbiddenError, BranchLimitedError, RuleError naming `ids`
 */
export async function orderBranches(scope: Scope, ids: string[]): Promise<void> {
  ensureMayArrange(scope)
  await scope.work(async () => {
    const branches = await lockBranches()
    const complete =
      new Set(ids).size === branches.length && branches.every(({ id }) => ids.includes(id))
    if (!complete || ids.length !== branches.length) {
      throw new RuleError('E_BRANCH_ORDER', 'The order does not name every branch once.', {
        field: 'ids',
        next: 'Reload the page and order them again.',
      })
    }
    if (!among(branches, ids[0]).active) {
      throw new RuleError('E_BRANCH_ORDER', 'A closed branch cannot be the head office.', {
        field: 'ids',
        next: 'Activate it first.',
      })
    }
    for (const branch of branches) await branch.merge({ position: ids.indexOf(branch.id) }).save()
  })
}

function ensureMayArrange(scope: Scope) {
  scope.ensure('kernel.branch.manage')
  ensureAllBranches(scope, 'Opening and closing branches')
}

/** In their order; held until the transaction ends, so that two people cannot close the last two at once. */
async function lockBranches(): Promise<Branch[]> {
  return Branch.query().orderBy('position').orderBy('code').forUpdate()
}

function among(branches: Branch[], id: string): Branch {
  const branch = branches.find((each) => each.id === id)
  if (!branch) throw new NotFoundError('branch')
  return branch
}

/** Names of the members who would be left without an active branch. */
async function membersOfNoOther(unit: Unit, id: string): Promise<string[]> {
  const rows = await unit.rows<{ name: string }>(
    `select coalesce(u.name, m.name) as name
       from memberships m left join users u on u.id = m.user_id
      where m.organisation_id = ? and m.active and ?::uuid = any(m.branch_ids)
        and not exists (
          select 1 from branches b
           where b.active and b.id <> ? and b.id = any(m.branch_ids))
      order by 1`,
    [unit.scope.organisationId, id, id]
  )
  return rows.map(({ name }) => name)
}
