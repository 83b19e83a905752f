import type { Unit } from '../tenancy/unit.ts'
import { recordLink, type AuditedColumn, type AuditedTable, type Catalogue } from './catalogue.ts'
import { UUID } from './cursor.ts'
import { customChanges, customFieldsBehind, type KnownCustom } from './custom_changes.ts'
import { nameRecords, type Names } from './names.ts'
import { valueText } from './values.ts'
import { choicesOf } from './settings.ts'
import type { AuditedChange, AuditEntry } from './views.ts'
import { nameActors, type NotedActor } from './who.ts'
import { columnLabel, phrase } from './words.ts'

/** A row of the audit log as it was read. */
export interface RawChange extends NotedActor {
  id: string
  /** UTC, microseconds. */
  at: string
  table: string
  rowId: string
  action: 'insert' | 'update' | 'delete'
  changes: Record<string, [unknown, unknown] | 'changed'>
  ip: string | null
}

/** Puts rows of the log into words, with one query per table that they name. */
export async function describeChanges(
  unit: Unit,
  catalogue: Catalogue,
  rows: RawChange[]
): Promise<AuditEntry[]> {
  const names = await nameRecords(unit, catalogue, namedIn(catalogue, rows))
  await nameRecords(unit, catalogue, wholesOf(catalogue, names, rows), names)
  const who = await nameActors(unit, rows)
  const custom = await customFieldsBehind(rows)
  return rows.map((row) => ({
    id: row.id,
    at: `${row.at}Z`,
    action: row.action,
    who: who(row),
    ip: row.ip,
    record: subject(unit, catalogue, names, row),
    changes: changesOf(unit, catalogue.get(row.table), names, custom, row),
  }))
}

/** Everything that rows name: the records themselves and the ids among their values. */
function namedIn(catalogue: Catalogue, rows: RawChange[]): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>()
  const want = (table: string, id: unknown) => {
    if (typeof id !== 'string' || !UUID.test(id)) return
    if (!wanted.has(table)) wanted.set(table, new Set())
    wanted.get(table)!.add(id)
  }
  for (const { table, rowId, changes } of rows) {
    want(table, rowId)
    const columns = catalogue.get(table)?.columns
    for (const [column, change] of Object.entries(changes)) {
      if (change === 'changed') continue
      const target = targetOf(column, columns?.get(column))
      if (target) change.forEach((id) => want(target, id))
      if (column === 'branch_ids') change.flat().forEach((id) => want('branches', id))
    }
  }
  return wanted
}

/** Table whose row a value names: by its foreign key, or the person that a history noted without one. */
function targetOf(column: string, known: AuditedColumn | undefined): string | null {
  return column === 'actor_id' ? 'users' : (known?.references ?? null)
}

/** The records that rows are parts of, as far as they have no name yet. */
function wholesOf(catalogue: Catalogue, names: Names, rows: RawChange[]) {
  const wanted = new Map<string, Set<string>>()
  for (const row of rows) {
    const whole = wholeOf(catalogue, names, row)
    if (!whole || names.get(whole.table, whole.id)) continue
    if (!wanted.has(whole.table)) wanted.set(whole.table, new Set())
    wanted.get(whole.table)!.add(whole.id)
  }
  return wanted
}

/** Table and id of the record that a row is a part of. */
function wholeOf(catalogue: Catalogue, names: Names, row: RawChange) {
  const parent = catalogue.get(row.table)?.parent
  if (!parent) return null
  const id = names.get(row.table, row.rowId)?.parentId ?? valueIn(row, parent.column)
  return id && UUID.test(id) ? { table: parent.table, id } : null
}

function subject(
  { scope }: Unit,
  catalogue: Catalogue,
  names: Names,
  row: RawChange
): AuditEntry['record'] {
  const table = catalogue.get(row.table)
  const known = names.get(row.table, row.rowId)
  const whole = wholeOf(catalogue, names, row)
  const parent = whole && names.get(whole.table, whole.id)
  const page = whole
    ? { table: catalogue.get(whole.table), id: parent && whole.id }
    : { table, id: known && row.rowId }
  return {
    table: row.table,
    id: row.rowId,
    label: table?.label ?? phrase(row.table),
    title: known?.name ?? valueIn(row, table?.title ?? null),
    partOf: parent?.name ?? null,
    href: page.table && page.id ? recordLink(scope, page.table, page.id) : null,
  }
}

/** A value that the entry itself tells: of a record that is gone. */
function valueIn({ changes }: RawChange, column: string | null): string | null {
  const change = column === null ? undefined : changes[column]
  if (!change || change === 'changed') return null
  const value = change[1] ?? change[0]
  return value === null || value === undefined ? null : String(value).slice(0, 80)
}

function changesOf(
  unit: Unit,
  table: AuditedTable | undefined,
  names: Names,
  custom: KnownCustom,
  row: RawChange
): AuditedChange[] {
  const { changes } = row
  const words = {
    zone: unit.scope.organisation.timezone,
    nameOf: (target: string, id: string) => names.get(target, id)?.name ?? null,
  }
  const order = [...(table?.columns.keys() ?? [])]
  const sorted = Object.entries(changes).sort(
    ([one], [other]) => order.indexOf(one) - order.indexOf(other)
  )
  return sorted.flatMap(([column, change]): AuditedChange[] => {
    if (column === 'chosen' && table?.fieldsOf && change !== 'changed') {
      return choicesOf(table.fieldsOf(names.get(row.table, row.rowId)?.name ?? ''), change)
    }
    if (column === 'custom' && change !== 'changed') {
      return customChanges(custom.get(row.table), change)
    }
    const type = table?.columns.get(column)?.type ?? 'text'
    const known = { type, references: targetOf(column, table?.columns.get(column)) }
    const label = columnLabel(column, known.type)
    if (change === 'changed') return [{ column, label, masked: true, before: null, after: null }]
    const [before, after] = change.map((value) => valueText(column, known, value, words))
    return before === null && after === null
      ? []
      : [{ column, label, masked: false, before, after }]
  })
}
