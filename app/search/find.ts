import { seesOwnOnly } from '../access/visibility.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { NOBODY } from './index/records.ts'
import type { IndexedSource } from './index/sources.ts'
import { questionOf, type Typed } from './question.ts'

/** A document that fits, best first. */
export interface Match {
  kind: string
  record_id: string
  title: string | null
  detail: (string | number | null)[]
  /** As the database writes it, to the microsecond: what comes behind is found by it. */
  at: string
  score: number
}

/** Where a page of one kind ends. */
export type Place = Pick<Match, 'score' | 'at' | 'record_id'>

/** Documents among the newest of a kind that are looked at for each that is wanted, before the index is asked. */
const WALKED = 30

/**
 * The best matches of each kind that the reader may see, `limit` of each at the most, out of the best `among`. One
 * question to the database for all of them; then the tables are asked whether the records are still there and the
 * reader's: the index may be a moment behind.
 */
export async function findMatches(
  unit: Unit,
  sources: readonly IndexedSource[],
  typed: Typed,
  { limit, among = limit, after = null }: { limit: number; among?: number; after?: Place | null }
): Promise<Match[]> {
  // Marks and signs alone are nothing to look for
  if (sources.length === 0 || typed.words.length === 0) return []
  const questions = sources.map((each) => questionOf(unit.scope, each, typed))
  const matches = await unit.rows<Match>(
    `select kind, record_id::text as record_id, title, detail, to_json(at)#>>'{}' as at, score
       from kernel_search(?::jsonb, ?, ?, ?, ?::integer, ?::timestamptz, ?::uuid)`,
    [
      JSON.stringify(questions),
      among,
      among * WALKED,
      limit,
      after?.score ?? null,
      after?.at ?? null,
      after?.record_id ?? null,
    ]
  )
  return stillThere(unit, sources, matches)
}

/** Those whose records exist, are found at all, and may be seen now. */
async function stillThere(
  unit: Unit,
  sources: readonly IndexedSource[],
  matches: Match[]
): Promise<Match[]> {
  if (matches.length === 0) return []
  const byKind = Map.groupBy(matches, ({ kind }) => kind)
  const asked = sources.filter(({ source }) => byKind.has(source.id))
  const bindings: unknown[] = []
  const parts = asked.map((each) => {
    const { sql, values } = rowsOf(unit.scope, each)
    bindings.push(
      each.source.id,
      (byKind.get(each.source.id) ?? []).map((m) => m.record_id)
    )
    bindings.push(...values)
    return sql
  })
  const rows = await unit.rows<{ kind: string; id: string }>(parts.join(' union all '), bindings)
  const there = new Set(rows.map(({ kind, id }) => `${kind} ${id}`))
  return matches.filter(({ kind, record_id: id }) => there.has(`${kind} ${id}`))
}

function rowsOf(scope: Scope, { source, rule }: IndexedSource) {
  const own = rule?.own && seesOwnOnly(scope, rule) ? rule.own.column : null
  return {
    sql: `select ?::text as kind, t.id::text as id from ${source.table} t
      where t.organisation_id = kernel_organisation_id() and t.id = any(?::uuid[])
        ${source.where ? `and (${source.where})` : ''} ${own ? `and t.${own} = ?::uuid` : ''}`,
    values: own ? [scope.actor.memberId ?? NOBODY] : [],
  }
}
