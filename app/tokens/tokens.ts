import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { ensureMayGive } from '../access/giving.ts'
import { NotFoundError, RuleError } from '../errors.ts'
import { NOWHERE, type Origin } from '../identity/services/origin.ts'
import { noteSecurityEvent } from '../identity/services/security_events.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { findServiceAccount } from './service_account_row.ts'
import { mintSecret } from './token_value.ts'

/** Ability of a token that may do whatever its member may do, also what the member is given later. */
export const EVERYTHING = '*'
/** Days until a token expires, at the most. */
export const LONGEST_LIFE = 366

export interface TokenInput {
  name: string
  /** Days from now. */
  days: number
  /** Ids of permissions, or `*` alone. */
  abilities: string[]
  /** Service account the token is for; the acting member when left out. */
  accountId?: string | null
}

/** A token that was just made; the value is nowhere else. */
export interface NewToken {
  id: number
  value: string
  name: string
}

/**
 * Makes a token of the acting member or of a service account. It never gives more than the maker has.
 * @throws RuleError naming `abilities`, `days` or `accountId`
 */
export async function createToken(
  scope: Scope,
  registry: ModuleRegistry,
  input: TokenInput,
  origin: Origin = NOWHERE
): Promise<NewToken> {
  scope.ensure('kernel.token.manage')
  ensureAbilities(scope, input.abilities)
  if (!Number.isInteger(input.days) || input.days < 1 || input.days > LONGEST_LIFE) {
    throw new RuleError('E_TOKEN_LIFE', 'A token is valid for a day to a year.', { field: 'days' })
  }
  return scope.work(async (unit) => {
    const owner = await ownerOf(unit, registry, input.accountId ?? null)
    const token = await insertToken(unit.trx, {
      memberId: owner.id,
      name: input.name,
      abilities: input.abilities,
      expiresAt: scope.now().plus({ days: input.days }).toJSDate(),
      createdBy: scope.actor.name,
    })
    const details = { token: input.name, ...(owner.account ? { account: owner.account } : {}) }
    await noteSecurityEvent({ kind: 'token.created', ...actorOf(scope), details }, origin, unit.trx)
    return { ...token, name: input.name }
  })
}

/**
 * Revokes a token of the organisation; its next request is refused. The row stays, so that what it did keeps its name.
 * @throws NotFoundError also when it was revoked before
 */
export async function revokeToken(scope: Scope, id: number, origin: Origin = NOWHERE) {
  scope.ensure('kernel.token.manage')
  await scope.work(async (unit) => {
    const [token] = await unit.rows<{ name: string | null }>(
      `update api_tokens t set revoked_at = now(), revoked_by = ?, updated_at = now()
         from memberships m
        where m.id = t.tokenable_id and m.organisation_id = ? and t.id = ? and t.revoked_at is null
       returning t.name`,
      [scope.actor.name, scope.organisationId, id]
    )
    if (!token) throw new NotFoundError('token')
    await noteSecurityEvent(
      { kind: 'token.revoked', ...actorOf(scope), details: { token: token.name } },
      origin,
      unit.trx
    )
  })
}

/** Writes the row of a token; whether it may be made was asked before. */
export async function insertToken(
  client: QueryClientContract,
  token: {
    memberId: string
    name: string
    abilities: string[]
    expiresAt: Date
    createdBy: string
  }
): Promise<{ id: number; value: string }> {
  const { hash, valueFor } = mintSecret()
  const { rows } = await client.rawQuery(
    `insert into api_tokens
       (tokenable_id, type, name, hash, abilities, created_by, created_at, updated_at, expires_at)
     values (?, 'api_token', ?, ?, ?, ?, now(), now(), ?) returning id`,
    [
      token.memberId,
      token.name,
      hash,
      JSON.stringify(token.abilities),
      token.createdBy,
      token.expiresAt,
    ]
  )
  const { id } = (rows as { id: number }[])[0]
  return { id, value: valueFor(id) }
}

function ensureAbilities(scope: Scope, abilities: string[]) {
  if (abilities.length === 0) {
    throw new RuleError('E_ABILITIES_NONE', 'Choose what the token may do.', {
      field: 'abilities',
      next: 'Tick at least one box.',
    })
  }
  if (abilities.includes(EVERYTHING)) {
    if (abilities.length === 1) return
    throw new RuleError('E_ABILITIES_MIXED', 'Everything includes the rest.', {
      field: 'abilities',
      next: 'Choose everything, or name the permissions.',
    })
  }
  const above = abilities.filter((ability) => !scope.can(ability))
  if (above.length === 0) return
  throw new RuleError('E_ABILITIES_ABOVE_OWN', 'A token cannot do what you may not do.', {
    field: 'abilities',
    next: `Leave out: ${above.slice(0, 5).join(', ')}.`,
    meta: { permissions: above },
  })
}

/** Whose token it is to be. Who may not give an account's role may not hold its tokens either. */
async function ownerOf(unit: Unit, registry: ModuleRegistry, accountId: string | null) {
  const { scope } = unit
  if (accountId) {
    const { account, authority } = await findServiceAccount(unit, accountId, 'accountId')
    ensureMayGive(scope, registry, authority, account.branchIds, {
      role: 'accountId',
      branches: 'accountId',
    })
    if (!account.active) {
      throw new RuleError('E_ACCOUNT_INACTIVE', 'This service account is switched off.', {
        field: 'accountId',
        next: 'Switch it on first, or choose another one.',
      })
    }
    return { id: account.id, account: account.name }
  }
  if (!scope.actor.memberId) {
    throw new RuleError('E_TOKEN_OWNER', 'A token belongs to a member or a service account.', {
      field: 'accountId',
      next: 'Name whose token it is.',
    })
  }
  return { id: scope.actor.memberId, account: null }
}

/** Who did it and where, for the list of security events. */
export function actorOf({ actor, organisationId }: Scope) {
  return { organisationId, userId: actor.kind === 'user' ? actor.id : null }
}
