import type { ListInput } from '../lists/main.ts'
import { DEFAULT_LIMIT } from '../lists/define_list.ts'
import type { ListPage } from '../http/page_types.ts'
import { NotFoundError } from '../errors.ts'
import type { Language } from '../lang/declaration.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { ensureMayReadAudit } from './access.ts'
import { auditCatalogue } from './catalogue.ts'
import { changeChoices } from './choices.ts'
import { decodePlace, encodePlace, UUID, type Place } from './cursor.ts'
import { describeChanges, type RawChange } from './entries.ts'
import { changeConditions, type Condition } from './filters.ts'
import type { AuditEntry } from './views.ts'

const ID = /^\d{1,19}$/

/**
 * One page of what was changed in the organisation, newest first.
 * @throws ForbiddenError, AuditNeedsAllBranchesError, RuleError naming the query parameter
 */
export async function listChanges(
  scope: Scope,
  registry: ModuleRegistry,
  input: ListInput,
  language: Language = 'en'
): Promise<ListPage<AuditEntry>> {
  ensureMayReadAudit(scope)
  const catalogue = await auditCatalogue(registry)
  const filters = input.filters ?? {}
  const conditions = changeConditions(scope, catalogue, filters)
  const limit = input.limit ?? DEFAULT_LIMIT
  return scope.read(async (unit) => {
    const raw = await readChanges(unit, conditions, limit + 1, placeOf(input.cursor))
    const rows = raw.slice(0, limit)
    return {
      rows: await describeChanges(unit, catalogue, rows, language),
      nextCursor: raw.length > limit ? encodePlace(rows.at(-1)!) : null,
      limit,
      query: { search: '', sort: '', filters },
      filters: input.withChoices === false ? [] : await changeChoices(unit, catalogue),
      sorts: [],
    }
  })
}

/** Every page of the same, for the export; each batch in a transaction of its own. */
export async function* allChanges(
  scope: Scope,
  registry: ModuleRegistry,
  filters: Record<string, string>
): AsyncGenerator<AuditEntry[]> {
  const catalogue = await auditCatalogue(registry)
  const conditions = changeConditions(scope, catalogue, filters)
  for (let place: Place | null = null; ;) {
    const after: Place | null = place
    const { rows, entries } = await scope.read(async (unit) => {
      const found = await readChanges(unit, conditions, EXPORT_BATCH, after)
      return { rows: found, entries: await describeChanges(unit, catalogue, found) }
    })
    yield entries
    if (rows.length < EXPORT_BATCH) return
    place = rows.at(-1)!
  }
}

const EXPORT_BATCH = 1000

/** A record and what happened to it. */
export interface RecordTrail {
  table: string
  label: string
  /** What people call the record; `null` when it has no name. */
  title: string | null
  href: string | null
}

/**
 * The trail of one record, newest first, by pages.
 * @throws NotFoundError when the organisation has no such record and never had
 */
export async function recordChanges(
  scope: Scope,
  registry: ModuleRegistry,
  { table, id, cursor, limit = DEFAULT_LIMIT }: RecordQuery,
  language: Language = 'en'
): Promise<{ record: RecordTrail; list: ListPage<AuditEntry> }> {
  ensureMayReadAudit(scope)
  const catalogue = await auditCatalogue(registry)
  const known = catalogue.get(table)
  if (!known || !UUID.test(id)) throw new NotFoundError()
  const conditions: Condition[] = [
    { sql: 'a.table_name = ? and a.row_id = ?', bindings: [table, id] },
  ]
  return scope.read(async (unit) => {
    const raw = await readChanges(unit, conditions, limit + 1, placeOf(cursor))
    const rows = raw.slice(0, limit)
    const entries = await describeChanges(unit, catalogue, rows, language)
    if (entries.length === 0) throw new NotFoundError()
    const { title, href } = entries[0].record
    return {
      record: { table, label: known.label, title, href },
      list: {
        rows: entries,
        nextCursor: raw.length > limit ? encodePlace(rows.at(-1)!) : null,
        limit,
        query: { search: '', sort: '', filters: {} },
        filters: [],
        sorts: [],
      },
    }
  })
}

interface RecordQuery {
  table: string
  id: string
  cursor?: string
  limit?: number
}

function placeOf(cursor: string | undefined): Place | null {
  return cursor ? decodePlace(cursor, ID) : null
}

/** Rows of the log, newest first; constant work on any page. */
function readChanges(
  unit: Unit,
  conditions: Condition[],
  limit: number,
  place: Place | null
): Promise<RawChange[]> {
  const all = [...conditions]
  if (place) {
    all.push({
      sql: "(a.at, a.id) < (?::timestamp at time zone 'UTC', ?::bigint)",
      bindings: [place.at, place.id],
    })
  }
  return unit.rows<RawChange>(
    `select a.id::text as id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at,
            a.table_name as "table", a.row_id::text as "rowId", a.action, a.changes, a.ip,
            a.actor_kind as "actorKind", a.actor_id as "actorId"
       from audit_log a
      where a.organisation_id = ?${all.map(({ sql }) => ` and ${sql}`).join('')}
      order by a.at desc, a.id desc limit ${limit}`,
    [unit.scope.organisationId, ...all.flatMap(({ bindings }) => bindings)]
  )
}
