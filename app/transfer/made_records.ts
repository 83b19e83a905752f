import { auditCatalogue } from '../audit/catalogue.ts'
import { nameRecords } from '../audit/names.ts'
import { identifier } from '../data/tables.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { ownOnly, readableRules } from '../records/readable_rules.ts'
import { recordHref } from '../records/record_href.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { StoredImport } from './import_record.ts'

/** Records that are named. */
const SHOWN = 50

/** A record that an import created or changed. */
export interface MadeRecord {
  id: string
  /** Its number or name. */
  title: string
  outcome: 'created' | 'changed'
  /** Its page; `null` when there is none for this reader. */
  href: string | null
}

interface Written {
  id: string
  table: string
  action: 'insert' | 'update'
}

/**
 * The records that an import created or changed, the last ones first, by the trail that the database keeps of its
 * steps: those of its module that the reader may see, and that are still there.
 */
export async function madeRecords(
  scope: Scope,
  registry: ModuleRegistry,
  stored: StoredImport
): Promise<MadeRecord[]> {
  const rules = readableRules(scope, registry).filter(({ module }) => module === stored.module_id)
  if (!stored.run || rules.length === 0) return []
  const catalogue = await auditCatalogue(registry)
  return scope.read(async (unit) => {
    const seen = rules.map(({ rule }) => {
      const { sql, bindings } = ownOnly(scope, rule, 'r')
      const table = identifier(rule.table)
      return {
        sql: `(a.table_name = '${table}' and exists (select 1 from ${table} r
          where r.organisation_id = a.organisation_id and r.id = a.row_id and ${sql}))`,
        bindings,
      }
    })
    const steps = await stepsOf(unit, stored)
    if (!steps) return []
    const written = await writtenBy(unit, steps, seen)
    const wanted = new Map(
      [...Map.groupBy(written, ({ table }) => table)].map(([table, rows]) => [
        table,
        new Set(rows.map(({ id }) => id)),
      ])
    )
    const names = await nameRecords(unit, catalogue, wanted)
    return written.map(({ id, table, action }) => ({
      id,
      title: names.get(table, id)?.name ?? id,
      outcome: action === 'insert' ? 'created' : 'changed',
      href: recordHref(scope, table, id),
    }))
  })
}

/** The work on an import: its runs, and the time that they took, at least. The trail is long and knows no runs. */
interface Steps {
  ids: string[]
  begun: Date
  ended: Date
}

async function stepsOf(unit: Unit, { id }: StoredImport): Promise<Steps | null> {
  const [steps] = await unit.rows<Steps>(
    `select array_agg(id::text) as ids, min(created_at) as begun,
            case when bool_and(finished_at is not null) then max(finished_at) else now() end + interval '1 minute' as ended
       from runs where organisation_id = ? and kind = 'import' and subject_id = ? having count(*) > 0`,
    [unit.scope.organisationId, id]
  )
  return steps ?? null
}

/** The first write to each record, so that one that was created and changed counts as created. */
function writtenBy(
  unit: Unit,
  { ids, begun, ended }: Steps,
  seen: { sql: string; bindings: (string | null)[] }[]
): Promise<Written[]> {
  const { organisationId } = unit.scope
  return unit.rows<Written>(
    `select a.row_id::text as id, a.table_name as "table", a.action
       from audit_log a
      where a.organisation_id = ? and a.at between ? and ? and a.request_id = any(?)
        and a.action in ('insert', 'update') and (${seen.map(({ sql }) => sql).join(' or ')})
        and not exists (select 1 from audit_log b
                         where b.organisation_id = a.organisation_id and b.table_name = a.table_name
                           and b.row_id = a.row_id and (b.at, b.id) < (a.at, a.id) and b.at >= ?
                           and b.request_id = any(?))
      order by a.at desc, a.id desc limit ${SHOWN}`,
    [
      ...[organisationId, begun, ended, ids],
      ...seen.flatMap(({ bindings }) => bindings),
      ...[begun, ids],
    ] as never[]
  )
}
