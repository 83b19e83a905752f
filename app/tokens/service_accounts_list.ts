import { storedRole } from '../access/chosen_role.ts'
import { mayGive } from '../access/giving.ts'
import Membership from '../identity/models/membership.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { roleNameOf } from '../tenancy/scope_answer.ts'

/** A service account as people see it. */
export interface ServiceAccountView {
  id: string
  name: string
  role: string
  branches: string[]
  active: boolean
  /** Tokens that may be used. */
  tokens: number
  /** ISO instant, UTC; of any of its tokens. */
  lastUsedAt: string | null
}

interface Raw extends Omit<ServiceAccountView, 'role' | 'branches'> {
  role: string
  role_name: string | null
  branches: string[] | null
}

/** Programs of the organisation, by name. */
const ACCOUNTS = defineList<Raw, ServiceAccountView>({
  from: (unit) =>
    unit
      .from('memberships as m')
      .leftJoin('roles as r', (join) =>
        join.on('r.organisation_id', 'm.organisation_id').andOn('r.id', 'm.role_id')
      )
      .where({ 'm.organisation_id': unit.scope.organisationId, 'm.kind': 'service' })
      .select('m.id', 'm.name', 'm.role', 'm.active', 'r.name as role_name')
      .select(
        unit.trx.raw(
          `(select array_agg(b.name order by b.position, b.code) from branches b
             where b.organisation_id = m.organisation_id and b.id = any(m.branch_ids)) as branches,
           (select count(*)::int from api_tokens t where t.tokenable_id = m.id
               and t.revoked_at is null and t.expires_at > now()) as tokens,
           (select to_char(max(t.last_used_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
              from api_tokens t where t.tokenable_id = m.id) as "lastUsedAt"`
        )
      ),
  id: 'm.id',
  search: (query, term) => query.whereILike('m.name', `%${term}%`),
  filters: {
    state: {
      label: 'State',
      options: [
        { value: 'on', label: 'On' },
        { value: 'off', label: 'Switched off' },
      ],
      apply: (query, value) => query.where('m.active', value === 'on'),
    },
  },
  sorts: {
    name: { label: 'Name', column: 'lower(m.name)', type: 'text', direction: 'asc' },
    newest: {
      label: 'Newest first',
      column: 'm.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'name',
  row: ({ id, name, role, role_name, branches, active, tokens, lastUsedAt }) => ({
    id,
    name,
    role: roleNameOf(role, role_name),
    branches: branches ?? [],
    active,
    tokens,
    lastUsedAt,
  }),
})

/** One page of the service accounts of the organisation. */
export async function listServiceAccounts(scope: Scope, input: ListInput) {
  scope.ensure('kernel.token.manage')
  return runList(scope, ACCOUNTS, input)
}

/** Service accounts that the acting member may make tokens for, as choices. */
export async function accountOptions(scope: Scope, registry: ModuleRegistry) {
  return scope.read(async (unit) => {
    const accounts = await Membership.query({ client: unit.trx })
      .where({ organisation_id: scope.organisationId, kind: 'service', active: true })
      .orderBy('name')
    const options: { value: string; label: string }[] = []
    for (const account of accounts) {
      const { authority, name } = await storedRole(unit, account)
      const given = { ...authority, grants: account.grants }
      if (!mayGive(scope, registry, given, account.branchIds)) continue
      options.push({ value: account.id, label: `${account.name} (${name})` })
    }
    return options
  })
}
