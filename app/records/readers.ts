import { builtIn, type Authority } from '../access/authority.ts'
import type { RecordRule } from '../access/record_rules.ts'
import { identifier } from '../data/tables.ts'
import type { BuiltInRole, RecordReaders } from '../http/page_types.ts'
import { IN_BRANCHES_OF_READER } from '../identity/services/members.ts'
import { labelIn } from '../lang/translate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { authorityOf, roleNameOf, type MembershipAnswer } from '../tenancy/scope_answer.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { OpenedRecord } from './open_record.ts'

interface Member extends Pick<
  MembershipAnswer,
  'role' | 'base' | 'roleGrants' | 'roleDenials' | 'grants'
> {
  id: string
  name: string
  roleName: string | null
  branchIds: string[]
  /** The reader works in a branch of theirs. */
  named: boolean
}

/** What the rule asks of the record itself. */
interface Facts {
  branchId: string | null
  branchName: string | null
  ownerId: string | null
}

/**
 * Who can open this record now: members by their role, in the branch of the record, by the rule of the module; the
 * partner who is let in; links that were given out. The same permissions and rules decide that open the page.
 */
export async function recordReaders(
  scope: Scope,
  registry: ModuleRegistry,
  record: OpenedRecord
): Promise<RecordReaders> {
  return scope.read(async (unit) => {
    const { rule } = record
    const facts = await factsOf(unit, record)
    const held = (authority: Authority) => registry.permissionsOf(authority, scope.modules)
    const seeing = (await membersOf(unit)).filter(
      (member) =>
        mayOpen(rule, held(authorityOf(member)), facts, member.id) &&
        (!facts.branchId ||
          member.branchIds.length === 0 ||
          member.branchIds.includes(facts.branchId))
    )
    const ownLabel = rule.own && labelIn(scope.language, record.module, rule.own.label)
    return {
      roles: byRole(scope, seeing, (member) =>
        rule.own && !held(authorityOf(member)).has(rule.own.unless) ? ownLabel : null
      ),
      branch: facts.branchName,
      partner: await partnerOf(unit, rule, facts, held),
      links: await linksOf(unit, record.id),
    }
  })
}

function mayOpen(rule: RecordRule, held: Set<string>, facts: Facts, memberId: string | null) {
  if (!rule.view || !held.has(rule.view)) return false
  if (!rule.own || held.has(rule.own.unless)) return true
  return memberId !== null && facts.ownerId === memberId
}

async function factsOf(unit: Unit, { rule, id }: OpenedRecord): Promise<Facts> {
  const column = (name: string | undefined | null) => (name ? `t.${identifier(name)}` : 'null')
  const [facts] = await unit.rows<Facts>(
    `select f.*, (select b.name from branches b
              where b.organisation_id = kernel_organisation_id() and b.id = f."branchId"::uuid) as "branchName"
       from (select ${column(rule.branch)}::text as "branchId", ${column(rule.own?.column)}::text as "ownerId"
               from ${identifier(rule.table)} t where t.id = ?::uuid) f`,
    [id]
  )
  return facts
}

async function membersOf(unit: Unit): Promise<Member[]> {
  return unit.rows<Member>(
    `select m.id, coalesce(u.name, m.name) as name, m.role, r.name as "roleName", r.base,
            r.grants as "roleGrants", r.denials as "roleDenials", m.grants,
            m.branch_ids::text[] as "branchIds", ${IN_BRANCHES_OF_READER} as named
       from memberships m
       left join users u on u.id = m.user_id
       left join roles r on r.organisation_id = m.organisation_id and r.id = m.role_id
      where m.organisation_id = kernel_organisation_id() and m.active and u.disabled_at is null
      order by lower(coalesce(u.name, m.name)), m.id`
  )
}

/** Roles in falling order of authority, then those of the organisation's own by name. */
function byRole(scope: Scope, members: Member[], limit: (member: Member) => string | null) {
  const roles = new Map<string, RecordReaders['roles'][number]>()
  const order: string[] = ['owner', 'admin', 'manager', 'accountant', 'technician', 'custom']
  const sorted = [...members].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
  for (const member of sorted) {
    const english = roleNameOf(member.role, member.roleName)
    const name = member.roleName ?? labelIn(scope.language, 'kernel', english)
    const role = roles.get(name) ?? { name, members: [], others: 0, because: limit(member) }
    // Whoever works in other branches is counted, not named
    if (member.named) role.members.push(member.name)
    else role.others++
    roles.set(name, role)
  }
  return [...roles.values()]
}

async function partnerOf(
  unit: Unit,
  rule: RecordRule,
  facts: Facts,
  held: (authority: Authority) => Set<string>
): Promise<RecordReaders['partner']> {
  const [access] = await unit.rows<{ role: BuiltInRole; until: Date; name: string }>(
    `select a.role, a.expires_at as until, p.name
       from partner_access a
       join organisations o on o.id = a.organisation_id
       join partners p on p.id = o.partner_id and p.id = a.partner_id
      where a.organisation_id = kernel_organisation_id() and a.revoked_at is null and a.expires_at > now()
      order by a.expires_at desc limit 1`
  )
  if (!access || !mayOpen(rule, held(builtIn(access.role)), facts, null)) return null
  return { name: access.name, until: access.until.toISOString() }
}

async function linksOf(unit: Unit, recordId: string): Promise<RecordReaders['links']> {
  const [links] = await unit.rows<{ count: number; until: Date | null }>(
    `select count(*)::int as count, max(l.expires_at) as until from public_links l
      where l.organisation_id = kernel_organisation_id() and l.record_id = ?::uuid
        and l.revoked_at is null and l.expires_at > now()`,
    [recordId]
  )
  return links.until ? { count: links.count, until: links.until.toISOString() } : null
}
