import { defineList, runList, type ListInput } from '../lists/main.ts'
import type { Scope } from '../tenancy/scope.ts'

/** A token as people see it: everything but what it is. */
export interface TokenRow {
  /** The number of the token. */
  id: number
  name: string
  /** Member or service account it works for. */
  owner: string
  ownerKind: 'person' | 'service'
  abilities: string[]
  status: 'active' | 'expired' | 'revoked'
  createdBy: string | null
  /** ISO instants, UTC. */
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
  lastUsedIp: string | null
}

const STATUS = `case when t.revoked_at is not null then 'revoked'
  when t.expires_at <= now() then 'expired' else 'active' end`

/** Tokens of the organisation, newest first; revoked ones only when asked for. */
const TOKENS = defineList<TokenRow, TokenRow>({
  from: (unit) =>
    unit
      .from('api_tokens as t')
      .join('memberships as m', 'm.id', 't.tokenable_id')
      .leftJoin('users as u', 'u.id', 'm.user_id')
      .where('m.organisation_id', unit.scope.organisationId)
      .select('t.id', 't.abilities', 'm.kind as ownerKind', 't.created_by as createdBy')
      .select('t.last_used_ip as lastUsedIp')
      .select(
        unit.trx.raw(
          `coalesce(t.name, 'API token') as name, coalesce(u.name, m.name) as owner, ${STATUS} as status`
        ),
        unit.trx.raw(
          ['created_at', 'expires_at', 'last_used_at'].map((column) => isoOf(column)).join(', ')
        )
      ),
  // Cursors tie by a uuid; a token has a number, so it is written as one.
  id: `('00000000-0000-0000-0000-' || lpad(to_hex(t.id), 12, '0'))::uuid`,
  search: (query, term) =>
    query.where((either) =>
      either
        .whereILike('t.name', `%${term}%`)
        .orWhereILike('u.name', `%${term}%`)
        .orWhereILike('m.name', `%${term}%`)
    ),
  filters: {
    status: {
      label: 'Status',
      options: [
        { value: 'active', label: 'Active' },
        { value: 'expired', label: 'Expired' },
        { value: 'revoked', label: 'Revoked' },
      ],
      apply: (query, value) => query.whereRaw(`${STATUS} = ?`, [value]),
    },
    owner: {
      label: 'Works for',
      options: [
        { value: 'person', label: 'Members' },
        { value: 'service', label: 'Service accounts' },
      ],
      apply: (query, value) => query.where('m.kind', value),
    },
  },
  sorts: {
    newest: {
      label: 'Newest first',
      column: 't.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
    oldest: {
      label: 'Oldest first',
      column: 't.created_at',
      type: 'timestamptz',
      direction: 'asc',
    },
  },
  defaultSort: 'newest',
  row: (raw) => ({ ...raw, abilities: JSON.parse(raw.abilities as unknown as string) }),
})

/** One page of the tokens of the organisation. */
export async function listTokens(scope: Scope, input: ListInput) {
  scope.ensure('kernel.token.manage')
  return runList(scope, TOKENS, input)
}

function isoOf(column: string) {
  const name = column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  return `to_char(t.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "${name}"`
}
