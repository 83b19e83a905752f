import { allRoles, roleKey } from '../../access/chosen_role.ts'
import { RuleError } from '../../errors.ts'
import { defineList, type ListQuery } from '../../lists/define_list.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { IN_BRANCHES_OF_READER } from './members.ts'

/** A person of the organisation, as the list and the API show them. */
export interface MemberRow {
  id: string
  name: string
  email: string
  /** Built-in name, or the id of a role of the organisation's own. */
  role: string
  roleName: string
  /** Branches the person is limited to; empty for all. */
  branches: { id: string; name: string }[]
  /** How many permissions were given on top of the role. */
  grants: number
  active: boolean
  /** Whether two factors are asked when the person signs in. */
  twoFactor: boolean
  /** ISO instant of the last request of the person, in any organisation; `null` when never. */
  lastSeenAt: string | null
}

interface RawMember extends Omit<MemberRow, 'lastSeenAt'> {
  lastSeenAt: Date | null
}

const STATES = [
  { value: 'active', label: 'Active' },
  { value: 'inactive', label: 'Inactive' },
]
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LAST_SEEN = 'coalesce(s.last_seen_at, to_timestamp(0))'

/** Everybody who works in the organisation, for page and API. */
export const memberList = defineList<RawMember, MemberRow>({
  from: members,
  id: 'm.id',
  search: (query, term) => {
    const pattern = `%${term.replace(/[\\%_]/g, '\\$&')}%`
    query.where((any) => {
      any.whereILike('u.name', pattern).orWhereILike('u.email', pattern)
    })
  },
  filters: {
    role: { label: 'Role', options: roleChoices, apply: byRole },
    branch: {
      label: 'Branch',
      options: async ({ branches }) => branches.map(({ id, name }) => ({ value: id, label: name })),
      apply: (query, value) => {
        if (!UUID.test(value)) throw unknown('branch', 'the id of a branch')
        query.whereRaw("(m.branch_ids = '{}' or ?::uuid = any(m.branch_ids))", [value])
      },
    },
    state: {
      label: 'State',
      options: STATES,
      apply: (query, value) => {
        if (!STATES.some((state) => state.value === value)) {
          throw unknown('state', 'active, inactive')
        }
        query.where('m.active', value === 'active')
      },
    },
  },
  sorts: {
    name: { label: 'By name', column: 'lower(u.name)', type: 'text', direction: 'asc' },
    seen: { label: 'Last seen first', column: LAST_SEEN, type: 'timestamptz', direction: 'desc' },
    joined: {
      label: 'Newest first',
      column: 'm.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'name',
  row: ({ lastSeenAt, ...member }) => ({
    ...member,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
  }),
})

function members(unit: Unit): ListQuery {
  return unit
    .from('memberships as m')
    .join('users as u', 'u.id', 'm.user_id')
    .joinRaw('left join roles r on r.organisation_id = m.organisation_id and r.id = m.role_id')
    .joinRaw(
      `left join lateral (select max(last_seen_at) as last_seen_at from user_sessions
         where user_id = u.id) s on true`
    )
    .where({ 'm.organisation_id': unit.scope.organisationId, 'm.kind': 'person' })
    .whereRaw(IN_BRANCHES_OF_READER)
    .select(
      'm.id',
      'u.name',
      'u.email',
      'm.active',
      unit.trx.raw('coalesce(m.role_id::text, m.role) as role'),
      unit.trx.raw('coalesce(r.name, initcap(m.role)) as "roleName"'),
      unit.trx.raw('cardinality(m.grants) as grants'),
      unit.trx.raw('u.two_factor_confirmed_at is not null as "twoFactor"'),
      unit.trx.raw('s.last_seen_at as "lastSeenAt"'),
      unit.trx.raw(`(select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name)
         order by b.position, b.code), '[]') from branches b where b.id = any(m.branch_ids)) as branches`)
    )
}

function byRole(query: ListQuery, value: string) {
  if (UUID.test(value)) query.where('m.role_id', value)
  else query.where('m.role', value)
}

async function roleChoices(scope: Scope) {
  const roles = await scope.read(allRoles)
  return roles.map((role) => ({ value: roleKey(role), label: role.name }))
}

function unknown(filter: string, choices: string) {
  return new RuleError('E_LIST_PARAMETER', 'This is not a choice of the filter.', {
    field: filter,
    next: `Use ${choices}.`,
  })
}
