import { RuleError } from '../errors.ts'
import { noteSecurityEvent } from '../identity/services/security_events.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { allRoles, roleKey } from './chosen_role.ts'

/** Stands for every role in `organisations.two_factor_roles`. */
const EVERYBODY = '*'
/** More names than a page can show; the counts are of all. */
const NAMED = 200

/** Who must sign in with two factors. */
export type TwoFactorRule =
  { who: 'nobody' } | { who: 'everybody' } | { who: 'roles'; roles: string[] }

/** The rule with what it means for the people there are. */
export interface TwoFactorRuleView {
  who: TwoFactorRule['who']
  roles: {
    /** Built-in name, or the id of a role of the organisation's own. */
    id: string
    name: string
    /** Whether the rule names it. */
    chosen: boolean
    members: number
    /** Of them, those who have two factors. */
    ready: number
  }[]
  members: number
  ready: number
  /** People without two factors, by name; at most 200. */
  missing: { id: string; name: string; email: string; role: string; roleName: string }[]
  /** Whether the reader has two factors; only then they may ask others for it. */
  selfReady: boolean
}

const MANAGE = 'kernel.security.manage'

interface MemberRow {
  id: string
  name: string
  email: string
  role: string
  twoFactor: boolean
}

/** Who must use two factors, who is ready for it and who is not. */
export async function twoFactorRule(scope: Scope): Promise<TwoFactorRuleView> {
  scope.ensure(MANAGE)
  return scope.read(async (unit) => {
    const [chosen, members, roles] = [
      await storedRoles(unit),
      await membersOf(unit),
      await allRoles(unit),
    ]
    const names = new Map(roles.map((role) => [roleKey(role), role.name]))
    const missing = members.filter(({ twoFactor }) => !twoFactor)
    return {
      who: whoOf(chosen),
      roles: roles.map((role) => {
        const holders = members.filter((member) => member.role === roleKey(role))
        return {
          id: roleKey(role),
          name: role.name,
          chosen: chosen.includes(roleKey(role)),
          members: holders.length,
          ready: holders.filter(({ twoFactor }) => twoFactor).length,
        }
      }),
      members: members.length,
      ready: members.length - missing.length,
      missing: missing.slice(0, NAMED).map(({ id, name, email, role }) => ({
        id,
        name,
        email,
        role,
        roleName: names.get(role) ?? role,
      })),
      selfReady: await actorIsReady(unit),
    }
  })
}

/**
 * Decides who must use two factors; it counts from everybody's next click on. Whoever asks others for it has it.
 * @throws RuleError naming `who` or `roles`
 */
export async function changeTwoFactorRule(scope: Scope, rule: TwoFactorRule): Promise<void> {
  scope.ensure(MANAGE)
  await scope.work(async (unit) => {
    const roles = rule.who === 'roles' ? rule.roles : rule.who === 'everybody' ? [EVERYBODY] : []
    if (rule.who === 'roles') await ensureRoles(unit, rule.roles)
    if (roles.length > 0 && !(await actorIsReady(unit))) {
      throw new RuleError('E_TWO_FACTOR_SELF', 'You have no two-factor sign-in yourself.', {
        field: 'who',
        next: 'Set it up under your account first.',
      })
    }
    await unit.rows('update organisations set two_factor_roles = ?::text[] where id = ?', [
      [...new Set(roles)],
      scope.organisationId,
    ])
    await noteSecurityEvent(
      {
        kind: 'two_factor.rule_changed',
        userId: scope.actor.kind === 'user' ? scope.actor.id : null,
        organisationId: scope.organisationId,
        details: { who: rule.who, roles: roles.join(', '), by: scope.actor.name },
      },
      { ip: scope.ip, userAgent: null, sessionId: null },
      unit.trx
    )
  })
}

function whoOf(roles: string[]): TwoFactorRule['who'] {
  if (roles.includes(EVERYBODY)) return 'everybody'
  return roles.length > 0 ? 'roles' : 'nobody'
}

async function storedRoles(unit: Unit): Promise<string[]> {
  const [row] = await unit.rows<{ roles: string[] }>(
    'select two_factor_roles as roles from organisations where id = ?',
    [unit.scope.organisationId]
  )
  return row.roles
}

/** People alone: a service account signs in by token. */
function membersOf(unit: Unit): Promise<MemberRow[]> {
  return unit.rows<MemberRow>(
    `select m.id, u.name, u.email, coalesce(m.role_id::text, m.role) as role,
            u.two_factor_confirmed_at is not null as "twoFactor"
       from memberships m join users u on u.id = m.user_id
      where m.organisation_id = ? and m.active and u.disabled_at is null
      order by lower(u.name), m.id`,
    [unit.scope.organisationId]
  )
}

/** Also of a token: the person it stands for. A service account is nobody, so it asks nobody. */
async function actorIsReady(unit: Unit): Promise<boolean> {
  const { memberId } = unit.scope.actor
  if (!memberId) return false
  const rows = await unit.rows(
    `select 1 from memberships m join users u on u.id = m.user_id
      where m.organisation_id = ? and m.id = ? and u.two_factor_confirmed_at is not null`,
    [unit.scope.organisationId, memberId]
  )
  return rows.length > 0
}

async function ensureRoles(unit: Unit, wanted: string[]) {
  if (wanted.length === 0) {
    throw new RuleError('E_TWO_FACTOR_ROLES', 'No role is chosen.', {
      field: 'roles',
      next: 'Choose one or more, or «Nobody».',
    })
  }
  const known = new Set((await allRoles(unit)).map(roleKey))
  if (wanted.every((role) => known.has(role))) return
  throw new RuleError('E_ROLE_UNKNOWN', 'One of these roles does not exist any more.', {
    field: 'roles',
    next: 'Load the page again and choose from the list.',
  })
}
