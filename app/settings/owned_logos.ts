import Branch from '../branches/branch.ts'
import { ensureManagesBranch } from '../branches/branch_access.ts'
import { lockForUpdate } from '../database/locks.ts'
import type { Scope } from '../tenancy/scope.ts'
import { prepareLogo, removeLogos, storeLogo } from './logos.ts'
import { lockOrganisation } from './organisation.ts'

/**
 * Gives the organisation a logo, or takes it away with `null`.
 * @throws ForbiddenError, LogoError
 */
export async function setOrganisationLogo(scope: Scope, bytes: Uint8Array | null) {
  scope.ensure('kernel.organisation.update')
  const logo = bytes && (await prepareLogo(bytes))
  const owner = { kind: 'organisation' as const, id: scope.organisationId }
  return scope.work(async (unit) => {
    const organisation = await lockOrganisation(unit)
    if (logo) organisation.logo = await storeLogo(unit.trx, owner, logo)
    else {
      organisation.logo = null
      await removeLogos(unit.trx, owner)
    }
    await organisation.save()
    return organisation.refresh()
  })
}

/**
 * Gives a branch a logo of its own, or takes it away with `null`: the organisation's counts then.
 * @throws NotFoundError, ForbiddenError, LogoError
 */
export async function setBranchLogo(scope: Scope, id: string, bytes: Uint8Array | null) {
  ensureManagesBranch(scope, id)
  const logo = bytes && (await prepareLogo(bytes))
  const owner = { kind: 'branch' as const, id }
  return scope.work(async (unit) => {
    const branch = await lockForUpdate(Branch, id, { what: 'branch' })
    if (logo) branch.logo = await storeLogo(unit.trx, owner, logo)
    else {
      branch.logo = null
      await removeLogos(unit.trx, owner)
    }
    await branch.save()
    return branch.refresh()
  })
}
