import { chosenRole } from '../access/chosen_role.ts'
import { ensureMayGive } from '../access/giving.ts'
import { RuleError } from '../errors.ts'
import Membership from '../identity/models/membership.ts'
import { NOWHERE, type Origin } from '../identity/services/origin.ts'
import { withdrawBeyond } from '../identity/services/invitations_withdraw.ts'
import { noteSecurityEvent } from '../identity/services/security_events.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { findServiceAccount } from './service_account_row.ts'
import { actorOf } from './tokens.ts'

/** A program of the organisation: a name, a role, perhaps limited to branches. It signs in by its tokens alone. */
export interface ServiceAccountInput {
  name: string
  /** Built-in name except owner, or the id of a role of the organisation's own. */
  role: string
  /** Branches it is limited to; empty for all. */
  branchIds: string[]
}

/**
 * Makes a service account; nobody gives it more than they have.
 * @throws RuleError naming `name`, `role` or `branchIds`
 */
export async function createServiceAccount(
  scope: Scope,
  registry: ModuleRegistry,
  input: ServiceAccountInput,
  origin: Origin = NOWHERE
): Promise<Membership> {
  scope.ensure('kernel.token.manage')
  return scope.work(async (unit) => {
    const { authority: _, ...fields } = await fieldsOf(unit, registry, input, null)
    const account = await Membership.create(
      { organisationId: scope.organisationId, kind: 'service', active: true, ...fields },
      { client: unit.trx }
    )
    await note(unit, 'service_account.created', input.name, origin)
    return account
  })
}

/** A service account of the organisation. @throws NotFoundError */
export async function readServiceAccount(scope: Scope, id: string): Promise<Membership> {
  scope.ensure('kernel.token.manage')
  return scope.read(async (unit) => (await findServiceAccount(unit, id)).account)
}

/**
 * Changes a service account. Takes effect with its next request; invitations it made and could make no more end.
 * @throws NotFoundError, RuleError naming `name`, `role` or `branchIds`
 */
export async function changeServiceAccount(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  input: ServiceAccountInput,
  origin: Origin = NOWHERE
): Promise<Membership> {
  scope.ensure('kernel.token.manage')
  return scope.work(async (unit) => {
    const { account, authority } = await findServiceAccount(unit, id)
    // Whoever may not give the account what it has decides nothing about it either.
    ensureMayGive(scope, registry, authority, account.branchIds)
    const { authority: given, ...fields } = await fieldsOf(unit, registry, input, account.id)
    await account.merge(fields).save()
    const place = { authority: { ...given, grants: account.grants }, branchIds: fields.branchIds }
    await withdrawBeyond(unit, registry, id, place)
    await note(unit, 'service_account.changed', input.name, origin)
    return account
  })
}

/**
 * Switches a service account off, so that its tokens are refused from the next request on and its invitations end, or
 * on again.
 * @throws NotFoundError, RuleError when it has more than whoever switches it on
 */
export async function switchServiceAccount(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  active: boolean,
  origin: Origin = NOWHERE
): Promise<Membership> {
  scope.ensure('kernel.token.manage')
  return scope.work(async (unit) => {
    const { account, authority } = await findServiceAccount(unit, id)
    if (account.active === active) return account
    if (active) ensureMayGive(scope, registry, authority, account.branchIds)
    const kind = active ? 'service_account.activated' : 'service_account.deactivated'
    await account.merge({ active }).save()
    if (!active) await withdrawBeyond(unit, registry, id, null)
    await note(unit, kind, account.name!, origin)
    return account
  })
}

async function fieldsOf(
  unit: Unit,
  registry: ModuleRegistry,
  { name, role: key, branchIds }: ServiceAccountInput,
  self: string | null
) {
  const { role, roleId, authority } = await chosenRole(unit, key)
  if (role === 'owner') {
    throw new RuleError('E_ROLE_OF_ACCOUNT', 'A program cannot own the organisation.', {
      field: 'role',
      next: 'Choose another role.',
    })
  }
  ensureMayGive(unit.scope, registry, authority, branchIds)
  const [taken] = await unit.rows(
    `select 1 from memberships where organisation_id = ? and kind = 'service'
        and lower(name) = lower(?) and id is distinct from ?::uuid`,
    [unit.scope.organisationId, name, self]
  )
  if (taken) {
    throw new RuleError('E_ACCOUNT_EXISTS', 'There is a service account with this name already.', {
      field: 'name',
      next: 'Choose another name, or make a token for that one.',
    })
  }
  return { name, role, roleId, branchIds, authority }
}

async function note(
  unit: Unit,
  kind: `service_account.${'created' | 'changed' | 'activated' | 'deactivated'}`,
  account: string,
  origin: Origin
) {
  await noteSecurityEvent({ kind, ...actorOf(unit.scope), details: { account } }, origin, unit.trx)
}
