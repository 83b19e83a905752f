import type { Language } from '../lang/declaration.ts'
import { labelIn } from '../lang/translate.ts'
import type { Unit } from '../tenancy/unit.ts'
import { recordLink, type AuditedTable, type Catalogue } from './catalogue.ts'
import { UUID } from './cursor.ts'
import { customChanges, customFieldsBehind, type KnownCustom } from './custom_changes.ts'
import { nameRecords, type Names } from './names.ts'
import { valueText, type ValueWords } from './values.ts'
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

/**
 * Puts rows of the log into words, with one query per table that they name. Values are said in `language`; labels and
 * names of kinds stay as they are declared, for the page to say.
 */
export async function describeChanges(
  unit: Unit,
  catalogue: Catalogue,
  rows: RawChange[],
  language: Language = 'en'
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
    record: subject(unit, catalogue, names, row, language),
    changes: changesOf(unit, catalogue, names, custom, row, language),
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
  for (const row of rows) {
    const { table, rowId, changes } = row
    want(table, rowId)
    for (const [column, change] of Object.entries(changes)) {
      if (change === 'changed') continue
      const target = targetOf(catalogue, row, column)
      if (target) change.forEach((id) => want(target, id))
      if (column === 'branch_ids') change.flat().forEach((id) => want('branches', id))
    }
  }
  return wanted
}

/**
 * Table whose row a value names: by its foreign key, by what stands beside it, or the person that a history noted
 * without one.
 */
function targetOf(catalogue: Catalogue, row: RawChange, column: string): string | null {
  if (column === 'actor_id') return 'users'
  if (column === 'record_id') return valueIn(row, 'record_table')
  if (column === 'source_id') return sourceOf(catalogue, row)
  return catalogue.get(row.table)?.columns.get(column)?.references ?? null
}

/** The table of the records of a module that call themselves as `source_type` says. */
function sourceOf(catalogue: Catalogue, row: RawChange): string | null {
  const [module, type] = [valueIn(row, 'source_module'), valueIn(row, 'source_type')]
  if (!module || !type) return null
  const label = phrase(type)
  const found = [...catalogue.values()].find(
    (table) => table.module === module && table.label === label
  )
  return found?.name ?? null
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
  row: RawChange,
  language: Language
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
    title: titleOf(table, known?.name ?? valueIn(row, table?.title ?? null), language),
    partOf: parent?.name ?? null,
    href: page.table && page.id ? recordLink(scope, page.table, page.id) : null,
  }
}

/** The name of a row; where that is the id of something installed, what it is called. */
function titleOf(table: AuditedTable | undefined, name: string | null, language: Language) {
  const declared = name && table?.title ? table.named(table.title, name) : null
  return declared ? labelIn(language, declared.owner, declared.label) : name
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
  catalogue: Catalogue,
  names: Names,
  custom: KnownCustom,
  row: RawChange,
  language: Language
): AuditedChange[] {
  const { changes } = row
  const table = catalogue.get(row.table)
  const owner = table?.module ?? 'kernel'
  const words: ValueWords = {
    language,
    say: (label) => labelIn(language, owner, label),
    named(column, value) {
      const declared = table?.named(column, value)
      return declared ? labelIn(language, declared.owner, declared.label) : null
    },
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
    const { type = 'text', choice } = table?.columns.get(column) ?? {}
    const known = { type, choice, references: targetOf(catalogue, row, column) }
    const label = columnLabel(column, type)
    if (change === 'changed') return [{ column, label, masked: true, before: null, after: null }]
    const [before, after] = change.map((value) => valueText(column, known, value, words))
    return before === null && after === null
      ? []
      : [{ column, label, masked: false, before, after }]
  })
}
