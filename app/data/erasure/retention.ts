import { v7 as uuidv7 } from 'uuid'
import { ensureAllBranches } from '../../access/branch_limits.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { exportableModules } from '../export/exportable.ts'
import { personTables } from '../person/rows.ts'
import { subjectKinds } from '../person/subjects.ts'
import { dataTables, identifier, type DataTable } from '../tables.ts'
import { leaveSearch } from '../../search/index/leave.ts'
import { redactAudit } from './redact.ts'

/** What a retention run does, or would do, in one table. */
export interface RetainedTable {
  table: string
  label: string
  /** Rows past their time that are looked at. */
  due: number
  /** Of them, rows of which something was erased; on a dry run not known. */
  erased: number | null
  deleted: number | null
  /** The time and the rule. */
  keep: string
  law: string | null
}

/** What a retention run came to. */
export interface RetentionRun {
  /** `null` on a dry run, and when nothing was due. */
  id: string | null
  tables: RetainedTable[]
  auditEntries: number
}

/**
 * Erases and deletes what is past its time, as the tables declare: what was kept of people who have been erased, and
 * all rows of tables that say so. One transaction; with `dryRun` nothing is changed.
 * @throws ForbiddenError, BranchLimitedError
 */
export async function runRetention(
  scope: Scope,
  registry: ModuleRegistry,
  { dryRun = false } = {}
): Promise<RetentionRun> {
  scope.ensure('kernel.data.erase')
  ensureAllBranches(scope, 'A retention run')
  if (dryRun) return scope.read((unit) => run(unit, registry, null))
  return scope.work(async (unit) => run(unit, registry, uuidv7()))
}

async function run(unit: Unit, registry: ModuleRegistry, id: string | null): Promise<RetentionRun> {
  const done: RetentionRun = { id, tables: [], auditEntries: 0 }
  const due = await dueTables(unit, registry)
  if (due.length === 0) return { ...done, id: null }
  if (id) {
    await unit.table('data_erasures').insert({
      organisation_id: unit.scope.organisationId,
      id,
      kind: 'retention',
      requested_by: unit.scope.actor.name,
    })
  }
  for (const { table, ids } of due) {
    const { keep, law = null } = table.retention
    if (id) await leaveSearch(unit, ids)
    const outcome = id ? await apply(unit, id, table, ids, done) : { erased: null, deleted: null }
    if (id && outcome.erased === 0 && outcome.deleted === 0) continue
    const { name, label } = table
    done.tables.push({ table: name, label, due: ids.length, keep: keep!, law, ...outcome })
  }
  if (!id) return { ...done, id: null }
  await unit.rows(
    `update data_erasures set tables = ?, audit_entries = ?, finished_at = now()
      where organisation_id = ? and id = ?`,
    [
      JSON.stringify(
        Object.fromEntries(
          done.tables.map(({ table, erased, deleted }) => [table, { erased, deleted }])
        )
      ),
      done.auditEntries,
      unit.scope.organisationId,
      id,
    ]
  )
  return done
}

async function apply(
  unit: Unit,
  erasureId: string,
  table: DataTable,
  ids: string[],
  done: RetentionRun
) {
  if (table.retention.then === 'delete') {
    const deleted = await count(unit, 'kernel_delete_expired(?, ?)', [erasureId, table.name])
    done.auditEntries += await redactAudit(unit, erasureId, table.name, ids, true)
    return { erased: 0, deleted }
  }
  const erased = await count(unit, 'kernel_erase_rows(?, ?, ?::uuid[], true)', [
    erasureId,
    table.name,
    ids,
  ])
  // the erasing wrote the old values down once more
  done.auditEntries += await redactAudit(unit, erasureId, table.name, ids, true)
  return { erased, deleted: 0 }
}

async function count(unit: Unit, call: string, bindings: unknown[]): Promise<number> {
  const [{ rows }] = await unit.rows<{ rows: string }>(`select ${call}::text as rows`, bindings)
  return Number(rows)
}

/** Tables with rows past their time, and those rows. */
async function dueTables(unit: Unit, registry: ModuleRegistry) {
  const { modules } = await exportableModules(unit, registry)
  const ids = new Set(modules.map((module) => module.id))
  const erased = await rowsOfErased(unit, registry)
  const due: { table: DataTable; ids: string[] }[] = []
  for (const table of dataTables(registry)) {
    if (!table.retention.keep || !ids.has(table.module)) continue
    const rows = table.retention.then ? null : (erased.get(table.name) ?? [])
    if (rows?.length === 0) continue
    const [{ found }] = await unit.rows<{ found: string[] }>(
      'select kernel_due_rows(?, ?::uuid[])::text[] as found',
      [table.name, rows]
    )
    if (found.length > 0) due.push({ table, ids: found })
  }
  return due
}

/** Rows about people who have been erased, by table. */
async function rowsOfErased(unit: Unit, registry: ModuleRegistry) {
  const rows = new Map<string, string[]>()
  for (const kind of await subjectKinds(unit, registry)) {
    const [{ any }] = await unit.rows<{ any: boolean }>(
      `select exists (select 1 from data_erasures where kind = 'person' and subject_kind = ?
        and finished_at is not null) as any`,
      [kind.id]
    )
    if (!any) continue
    const persons = `select e.subject_id from data_erasures e
      where e.organisation_id = kernel_organisation_id() and e.kind = 'person'
        and e.subject_kind = '${kind.id}' and e.finished_at is not null`
    for (const table of await personTables(unit, registry, kind)) {
      if (!table.retention.keep || table.retention.then) continue
      const found = await unit.rows<{ id: string }>(
        `select t.id::text as id from ${identifier(table.name)} t
          where ${table.where} and ${table.condition.replaceAll('$person', persons)}`
      )
      rows.set(table.name, [...(rows.get(table.name) ?? []), ...found.map(({ id }) => id)])
    }
  }
  return rows
}
