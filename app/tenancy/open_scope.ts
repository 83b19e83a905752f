import { randomUUID } from 'node:crypto'
import type { Database } from '@adonisjs/lucid/database'
import type { DateTime } from 'luxon'
import { builtIn, type Authority } from '../access/authority.ts'
import { NotFoundError } from '../errors.ts'
import type { Language } from '../lang/declaration.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { ModuleState } from '../modules/states.ts'
import { systemActor, type Actor } from './actor.ts'
import { OrganisationSuspendedError, SessionEndedError, TwoFactorRequiredError } from './errors.ts'
import {
  authorityOf,
  roleNameOf,
  type EndedSession,
  type MembershipAnswer,
  type PartnerAnswer,
  type ScopeAnswer,
} from './scope_answer.ts'
import { Scope } from './scope.ts'
import { currentUnit } from './unit.ts'

let database: Database | undefined
let registry: ModuleRegistry | undefined

/** @internal Set once by the kernel provider. */
export function configureScopes(db: Database, modules: ModuleRegistry) {
  database = db
  registry = modules
}

interface MemberScopeOptions {
  organisationId: string
  /** One of the two names the member. */
  userId?: string
  memberId?: string
  /** Session of the pages; it must be alive, and its use is noted. */
  sessionId?: string
  branchId?: string | null
  requestId?: string
  /** What the person reads. */
  language?: Language
  ip?: string | null
  /** For a token: its id, so that the audit log can tell it from the person. */
  token?: { id: string; name: string; abilities: string[] }
}

/**
 * The scope of a member in an organisation, in one round trip; of a partner who was let in, a scope that only
 * reads. `null` when the person is neither.
 * @throws SessionEndedError, OrganisationSuspendedError, TwoFactorRequiredError
 */
export async function memberScope(options: MemberScopeOptions): Promise<Scope | null> {
  return scopeFrom(await ask(options), options)
}

/** @internal What {@link memberScope} makes of the answer, for callers who got it with something else. */
export function scopeFrom(
  answer: ScopeAnswer | EndedSession | null,
  options: MemberScopeOptions
): Scope | null {
  if (!answer) return null
  if ('session' in answer) throw new SessionEndedError()
  const { membership, partner } = answer
  if (!membership && !partner) return null
  if (answer.organisation.suspended_at) {
    throw new OrganisationSuspendedError(answer.organisation.suspended_reason)
  }
  if (!membership) return partnerScope(answer, partner!, options)
  ensureSecondFactor(answer, membership, options)
  return ofMember(answer, membership, options)
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
  const answer = (await ask({ organisationId })) as ScopeAnswer | null
  return systemScopeFrom(answer, name, requestId, now)
}

/** @internal What {@link systemScope} makes of the answer, for callers who got it with something else. */
export function systemScopeFrom(
  answer: ScopeAnswer | null,
  name: string,
  requestId?: string,
  now?: () => DateTime
): Scope {
  if (!answer) throw new NotFoundError('organisation')
  const states = registry!.states(answer.modules)
  return new Scope({
    ...shared(answer, states, requestId),
    actor: systemActor(name),
    role: null,
    permissions: registry!.permissionsOf(null, states),
    branchId: null,
    now,
  })
}

/** @internal The scope behind a link of the organisation: it may nothing, and sees what the module shows it. */
export function linkScope(
  answer: ScopeAnswer,
  { linkId, requestId, ip }: { linkId: string; requestId?: string; ip: string }
): Scope {
  return new Scope({
    ...shared(answer, registry!.states(answer.modules), requestId),
    actor: { kind: 'link', id: linkId, name: 'A customer, by a link', memberId: null },
    role: null,
    authority: NOTHING,
    permissions: new Set(),
    branchId: null,
    ip,
  })
}

/** Of somebody who holds no permission and gives none. */
const NOTHING: Authority = {
  role: 'custom',
  base: null,
  roleGrants: [],
  roleDenials: [],
  grants: [],
}

function ofMember(answer: ScopeAnswer, membership: MembershipAnswer, options: MemberScopeOptions) {
  const states = registry!.states(answer.modules)
  const authority = authorityOf(membership)
  const limited = membership.branchIds.length > 0
  const branches = limited
    ? answer.branches.filter((branch) => membership.branchIds.includes(branch.id))
    : answer.branches
  return new Scope({
    ...shared(answer, states, options.requestId),
    branches,
    actor: actorOf(membership, options),
    role: membership.role,
    roleName: roleNameOf(membership.role, membership.roleName),
    authority,
    permissions: narrowed(registry!.permissionsOf(authority, states), options.token?.abilities),
    branchId: options.branchId ?? null,
    branchIds: limited ? membership.branchIds : null,
    language: options.language,
    ip: options.ip ?? null,
  })
}

/** A partner reads what the role they were let in with may see, and changes nothing. */
function partnerScope(answer: ScopeAnswer, partner: PartnerAnswer, options: MemberScopeOptions) {
  const states = registry!.states(answer.modules)
  const authority = builtIn(partner.role)
  return new Scope({
    ...shared(answer, states, options.requestId),
    actor: {
      kind: 'partner',
      id: partner.userId,
      name: `${partner.userName} (${partner.name})`,
      memberId: null,
    },
    role: partner.role,
    roleName: `${roleNameOf(partner.role, null)}, looking on`,
    authority,
    permissions: registry!.permissionsOf(authority, states),
    branchId: options.branchId ?? null,
    readOnly: 'partner',
    partnerAccess: { id: partner.accessId, partner: partner.name, expiresAt: partner.expiresAt },
    language: options.language,
    ip: options.ip ?? null,
  })
}

function actorOf(membership: MembershipAnswer, { token }: MemberScopeOptions): Actor {
  return token
    ? { kind: 'token', id: token.id, name: token.name, memberId: membership.id }
    : {
        kind: 'user',
        id: membership.userId!,
        name: membership.userName,
        memberId: membership.id,
      }
}

/** People prove a second factor when they sign in; a program's token stands for itself. */
function ensureSecondFactor(
  { organisation }: ScopeAnswer,
  membership: MembershipAnswer,
  { token }: MemberScopeOptions
) {
  if (token || membership.twoFactor || membership.kind === 'service') return
  const asked = organisation.two_factor_roles
  if (asked.includes('*') || asked.includes(membership.roleId ?? membership.role)) {
    throw new TwoFactorRequiredError(organisation.name)
  }
}

function narrowed(permissions: Set<string>, abilities: string[] | undefined) {
  if (!abilities || abilities.includes('*')) return permissions
  return new Set([...permissions].filter((permission) => abilities.includes(permission)))
}

async function ask(options: MemberScopeOptions) {
  const client = currentUnit()?.trx ?? database!
  const result = await client.rawQuery('select kernel_open_scope(?, ?, ?, ?) as answer', [
    options.organisationId,
    options.userId ?? null,
    options.memberId ?? null,
    options.sessionId ?? null,
  ] as never[])
  return result.rows[0].answer as ScopeAnswer | EndedSession | null
}

function shared(answer: ScopeAnswer, states: Map<string, ModuleState>, requestId?: string) {
  const { organisation } = answer
  return {
    organisation: {
      id: organisation.id,
      name: organisation.name,
      legalName: organisation.legal_name,
      country: organisation.country,
      timezone: organisation.timezone,
      locale: organisation.locale,
      currency: organisation.currency,
      financialYearStart: organisation.financial_year_start,
      partnerId: organisation.partner_id,
      suspendedAt: organisation.suspended_at,
      logo: organisation.logo,
      brand: organisation.brand,
    },
    modules: states,
    branches: answer.branches,
    requestId: requestId ?? randomUUID(),
    resolveContract: (scope: Scope, id: string, needed: boolean) =>
      registry!.resolveContract(scope, id, needed),
  }
}
