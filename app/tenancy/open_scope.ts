import { randomUUID } from 'node:crypto'
import type { Database } from '@adonisjs/lucid/database'
import type { DateTime } from 'luxon'
import { NotFoundError } from '../errors.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { ModuleState } from '../modules/states.ts'
import { currentUnit } from './unit.ts'
import { systemActor, type Actor } from './actor.ts'
import { Scope, type ScopeBranch, type ScopeOrganisation } from './scope.ts'

let database: Database | undefined
let registry: ModuleRegistry | undefined

/** @internal Set once by the kernel provider. */
export function configureScopes(db: Database, modules: ModuleRegistry) {
  database = db
  registry = modules
}

interface Answer {
  organisation: Omit<ScopeOrganisation, 'legalName' | 'financialYearStart'> & {
    legal_name: string
    financial_year_start: number
  }
  membership: { id: string; role: string; userId: string; userName: string } | null
  modules: Record<string, ModuleState>
  branches: ScopeBranch[]
}

interface MemberScopeOptions {
  organisationId: string
  /** One of the two names the member. */
  userId?: string
  memberId?: string
  branchId?: string | null
  requestId?: string
  /** For a token: its id, so that the audit log can tell it from the person. */
  token?: { id: string; name: string; abilities: string[] }
}

/**
 * The scope of a member in an organisation, in one round trip; `null` when the person is not an
 * active member of it.
 */
export async function memberScope(options: MemberScopeOptions): Promise<Scope | null> {
  const answer = await ask(options.organisationId, options.userId ?? null, options.memberId ?? null)
  const membership = answer?.membership
  if (!answer || !membership) return null
  const states = new Map(Object.entries(answer.modules))
  const actor: Actor = options.token
    ? { kind: 'token', id: options.token.id, name: options.token.name, memberId: membership.id }
    : { kind: 'user', id: membership.userId, name: membership.userName, memberId: membership.id }
  return new Scope({
    ...shared(answer, states, options.requestId),
    actor,
    role: membership.role,
    permissions: narrowed(
      registry!.permissionsOf(membership.role, states),
      options.token?.abilities
    ),
    branchId: options.branchId ?? null,
  })
}

/**
 * The scope of a job, a command or demo data: every permission of the enabled modules.
 * @throws NotFoundError
 */
export async function systemScope(
  organisationId: string,
  name: string,
  requestId?: string,
  now?: () => DateTime
): Promise<Scope> {
  const answer = await ask(organisationId, null, null)
  if (!answer) throw new NotFoundError('organisation')
  const states = new Map(Object.entries(answer.modules))
  return new Scope({
    ...shared(answer, states, requestId),
    actor: systemActor(name),
    role: null,
    permissions: registry!.permissionsOf(null, states),
    branchId: null,
    now,
  })
}

function narrowed(permissions: Set<string>, abilities: string[] | undefined) {
  if (!abilities || abilities.includes('*')) return permissions
  return new Set([...permissions].filter((permission) => abilities.includes(permission)))
}

async function ask(organisationId: string, userId: string | null, memberId: string | null) {
  const client = currentUnit()?.trx ?? database!
  const result = await client.rawQuery('select kernel_open_scope(?, ?, ?) as answer', [
    organisationId,
    userId,
    memberId,
  ] as never[])
  return result.rows[0].answer as Answer | null
}

function shared(answer: Answer, states: Map<string, ModuleState>, requestId?: string) {
  const {
    legal_name: legalName,
    financial_year_start: financialYearStart,
    ...rest
  } = answer.organisation
  return {
    organisation: { ...rest, legalName, financialYearStart },
    modules: states,
    branches: answer.branches,
    requestId: requestId ?? randomUUID(),
    resolveContract: (scope: Scope, id: string) => registry!.resolveContract(scope, id),
  }
}
