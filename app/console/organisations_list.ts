import db from '@adonisjs/lucid/services/db'
import { decodeCursor, encodeCursor } from '../lists/cursor.ts'

/** An organisation as the administrator of the deployment lists it. */
export interface OrganisationRow {
  id: string
  name: string
  partner: string | null
  plan: string | null
  /** Active people. */
  members: number
  suspended: boolean
  /** ISO instant, UTC. */
  createdAt: string
}

export interface OrganisationFilter {
  search?: string
  partner?: string
  state?: 'active' | 'suspended'
  cursor?: string
  limit: number
}

const SORT = 'name'

/**
 * One page of all organisations, by name.
 * @throws RuleError naming `cursor`
 */
export async function listOrganisations(filter: OrganisationFilter) {
  const query = db
    .from('organisations as o')
    .leftJoin('partners as p', 'p.id', 'o.partner_id')
    .leftJoin('plans as l', 'l.id', 'o.plan_id')
    .select('o.id', 'o.name', 'p.name as partner', 'l.name as plan')
    .select(
      db.raw(`o.suspended_at is not null as suspended, lower(o.name) as list_cursor,
        to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
        (select count(*)::int from memberships m
          where m.organisation_id = o.id and m.kind = 'person' and m.active) as members`)
    )
    .orderByRaw('lower(o.name), o.id')
    .limit(filter.limit + 1)
  if (filter.search) {
    const term = `%${filter.search}%`
    query.whereRaw('(o.name ilike ? or o.legal_name ilike ?)', [term, term])
  }
  if (filter.partner) {
    query.whereRaw('(p.id::text = ? or lower(p.name) = lower(?))', [filter.partner, filter.partner])
  }
  if (filter.state) {
    query.whereRaw(`(o.suspended_at is not null) = ?`, [filter.state === 'suspended'])
  }
  if (filter.cursor) {
    const at = decodeCursor(SORT, filter.cursor, 'text')
    query.whereRaw('(lower(o.name), o.id) > (?, ?::uuid)', [at.value, at.id])
  }
  const raw = (await query) as (OrganisationRow & { list_cursor: string })[]
  const page = raw.slice(0, filter.limit)
  const last = page.at(-1)
  return {
    data: page.map(({ list_cursor: _, ...row }) => row as OrganisationRow),
    nextCursor:
      raw.length > filter.limit && last ? encodeCursor(SORT, last.list_cursor, last.id) : null,
    limit: filter.limit,
  }
}
