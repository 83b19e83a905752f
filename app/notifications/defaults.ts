import { v7 as uuidv7 } from 'uuid'
import { ROLES } from '../access/permissions.ts'
import { getRole, ownRoles } from '../access/roles.ts'
import { NotFoundError } from '../errors.ts'
import type { BuiltInRole } from '../http/page_types.ts'
import { organisationsOf } from '../identity/services/memberships.ts'
import { roleNameOf } from '../tenancy/scope_answer.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { ruleOfReason } from './reason_words.ts'
import { installedReasons, SHIPPED, type ReasonChoices, type ReasonDefaults } from './reasons.ts'

const MANAGE = 'kernel.notification.manage'

/** A role whose members are told in a way that the organisation decides. */
export interface RoleToTell {
  /** Of a built-in role, or the id of one of the organisation's own. */
  id: string
  name: string
  own: boolean
  /** Whether anything was decided for it. */
  decided: boolean
}

/** What the organisation has decided for a role, reason by reason. */
export interface RoleNotifications {
  role: RoleToTell
  roles: RoleToTell[]
  /**
   * What counts for those who have not chosen: what was decided for the role, else `inherited` from the role that it
   * was copied from, or as shipped.
   */
  reasons: (ReasonChoices & { id: string; decided: boolean; inherited: ReasonChoices })[]
}

/**
 * How members of a role are told while they have not chosen themselves.
 * @throws ForbiddenError, NotFoundError
 */
export async function notificationsOfRole(scope: Scope, role: string): Promise<RoleNotifications> {
  scope.ensure(MANAGE)
  const own = await ownRoles(scope)
  const stored = await scope.read((unit) =>
    unit.rows<{ role: string; choices: ReasonDefaults }>(
      'select role, choices from notification_defaults where organisation_id = ?',
      [scope.organisationId]
    )
  )
  const byRole = new Map(stored.map(({ role: id, choices }) => [id, choices]))
  const decided = (id: string) => Object.keys(byRole.get(id) ?? {}).length > 0
  const roles: RoleToTell[] = [
    ...ROLES.map((id) => ({ id, name: roleNameOf(id, null), own: false, decided: decided(id) })),
    ...own.map(({ id, name }) => ({ id, name, own: true, decided: decided(id) })),
  ]
  const shown = roles.find(({ id }) => id === role)
  if (!shown) throw new NotFoundError('role')
  const base = own.find(({ id }) => id === role)?.base
  const inherited = (base && byRole.get(base)) || {}
  const choices = byRole.get(role) ?? {}
  return {
    role: shown,
    roles,
    reasons: reasonsIn(scope).map((id) => ({
      id,
      ...(choices[id] ?? inherited[id] ?? SHIPPED),
      decided: choices[id] !== undefined,
      inherited: inherited[id] ?? SHIPPED,
    })),
  }
}

/** Reasons of the kernel and of the modules that the organisation uses. */
function reasonsIn(scope: Scope) {
  return installedReasons().filter((id) => {
    const module = ruleOfReason(id)?.module
    return !module || scope.modules.get(module) === 'enabled'
  })
}

/**
 * Decides how members of a role are told; `null` is as shipped again, what is not named stays.
 * @throws ForbiddenError, NotFoundError
 */
export async function decideNotifications(
  scope: Scope,
  role: string,
  chosen: Partial<Record<string, ReasonChoices | null>>
): Promise<{ role: string }> {
  scope.ensure(MANAGE)
  if (!ROLES.includes(role as BuiltInRole)) await getRole(scope, role)
  const known = new Set<string>(installedReasons())
  return scope.work(async (unit) => {
    await unit.rows(
      `insert into notification_defaults (organisation_id, id, role, choices) values (?, ?, ?, '{}')
       on conflict (organisation_id, role) do nothing`,
      [scope.organisationId, uuidv7(), role]
    )
    const [{ choices }] = await unit.rows<{ choices: ReasonDefaults }>(
      'select choices from notification_defaults where organisation_id = ? and role = ? for update',
      [scope.organisationId, role]
    )
    const now = { ...choices }
    for (const [reason, choice] of Object.entries(chosen)) {
      if (!known.has(reason)) continue
      if (choice) now[reason] = choice
      else delete now[reason]
    }
    await unit.rows(
      'update notification_defaults set choices = ? where organisation_id = ? and role = ?',
      [JSON.stringify(now), scope.organisationId, role]
    )
    return { role }
  })
}

/** What counts for a member while they have not chosen: of their role, else of the one it was copied from. */
export async function defaultsOfMember(unit: Unit, memberId: string): Promise<ReasonDefaults> {
  const rows = await unit.rows<{ choices: ReasonDefaults }>(
    `${OF_MEMBER} and m.id = ? ${ORDERED}`,
    [unit.scope.organisationId, memberId]
  )
  return Object.assign({}, ...rows.map(({ choices }) => choices)) as ReasonDefaults
}

/** The base first, so that what was decided for the role itself lies over it. */
const OF_MEMBER = `select d.choices
    from memberships m
    left join roles r on r.organisation_id = m.organisation_id and r.id = m.role_id
    join notification_defaults d on d.organisation_id = m.organisation_id
     and d.role in (m.role_id::text, case when m.role = 'custom' then r.base else m.role end)
   where m.organisation_id = ?`
const ORDERED = 'order by (d.role = m.role_id::text) nulls first'

/** What an organisation of a person has decided for the role that they have there. */
export interface OwnDefaults {
  organisation: string
  role: string
  choices: ReasonDefaults
}

/** The decisions that count for a person, of each organisation in which they work; ten at the most. */
export async function defaultsOfUser(userId: string): Promise<OwnDefaults[]> {
  const open = (await organisationsOf(userId)).filter(({ suspended }) => !suspended).slice(0, 10)
  return Promise.all(
    open.map(async ({ id, name, role }) => {
      const scope = await systemScope(id, 'kernel.notifications')
      const rows = await scope.read((unit) =>
        unit.rows<{ choices: ReasonDefaults }>(
          `${OF_MEMBER} and m.user_id = ? and m.active ${ORDERED}`,
          [id, userId]
        )
      )
      const choices = Object.assign({}, ...rows.map((row) => row.choices)) as ReasonDefaults
      return { organisation: name, role, choices }
    })
  )
}
