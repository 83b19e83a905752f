import { customFieldsOf } from '../custom_fields/definitions.ts'
import { valuesOf, withCustom } from '../custom_fields/values.ts'
import type { FieldDeclaration, FieldKind } from '../fields/declaration.ts'
import type { ColumnDeclaration, ReportRow } from '../reports/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { ImportOutcome, ImportRow } from './importer.ts'

/** Keeps columns of the organisation's own apart from those of the module. */
const OWN = 'custom.'

const KINDS: Partial<Record<FieldKind, ColumnDeclaration['kind']>> = {
  integer: 'integer',
  number: 'number',
  money: 'money',
  date: 'date',
}

/** The fields that the organisation added to the records of a table, as columns of an import. */
export async function customImportColumns(
  scope: Scope,
  table: string
): Promise<FieldDeclaration[]> {
  const fields = await customFieldsOf(scope, table)
  // What must be filled in is asked of new records; the row of a known one may leave it out.
  return fields.map((field) => ({ ...field, key: `${OWN}${field.key}`, required: false }))
}

/** The same as columns of an export. */
export async function customColumns(scope: Scope, table: string): Promise<ColumnDeclaration[]> {
  const fields = await customFieldsOf(scope, table)
  return fields.map(({ key, label, kind }) => ({
    key: `${OWN}${key}`,
    label,
    kind: KINDS[kind] ?? 'text',
  }))
}

/** The rows with the values of the organisation's own fields; `id` of a row names its record. */
export async function customCells(
  scope: Scope,
  table: string,
  columns: readonly ColumnDeclaration[],
  rows: ReportRow[]
): Promise<ReportRow[]> {
  const ids = rows.map(({ id }) => String(id))
  const [stored, fields] = await scope.read(async (unit) => [
    await storedIn(unit, table, ids),
    await customFieldsOf(scope, table),
  ])
  return rows.map((row) => {
    const values = valuesOf(fields, stored.get(String(row.id)) ?? null)
    const cells = columns.map(({ key }): [string, ReportRow[string]] => {
      const field = fields.find((each) => `${OWN}${each.key}` === key)
      const value = field ? values[field.key] : null
      const chosen = field?.options?.find((option) => option.value === value)
      return [key, chosen?.label ?? value ?? null]
    })
    return { ...row, ...Object.fromEntries(cells) }
  })
}

/** A row without the organisation's own fields, and these by their keys. */
export function splitCustom(row: ImportRow): { row: ImportRow; custom: ImportRow } {
  const [own, rest] = [{} as ImportRow, {} as ImportRow]
  for (const [key, value] of Object.entries(row)) {
    if (key.startsWith(OWN)) own[key.slice(OWN.length)] = value
    else rest[key] = value
  }
  return { row: rest, custom: own }
}

/**
 * Stores the values of the organisation's own fields of an imported record, in the open unit.
 * @throws a validation error naming `custom.<key>`
 */
export async function storeCustom(
  unit: Unit,
  table: string,
  { outcome, id }: { outcome: ImportOutcome; id: string },
  custom: ImportRow
): Promise<ImportOutcome> {
  const before = (await storedIn(unit, table, [id])).get(id) ?? {}
  const present = outcome === 'created' && Object.keys(before).length === 0 ? null : before
  const after = await withCustom(unit.scope, table, custom, present)
  if (JSON.stringify(sorted(after)) === JSON.stringify(sorted(before))) return outcome
  await unit
    .from(table)
    .where('id', id)
    .update({ custom: JSON.stringify(after) })
  return outcome === 'same' ? 'changed' : outcome
}

const sorted = (values: object) =>
  Object.entries(values).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))

async function storedIn(unit: Unit, table: string, ids: string[]) {
  const rows = (await unit.from(table).whereIn('id', ids).select('id', 'custom')) as {
    id: string
    custom: Record<string, unknown>
  }[]
  return new Map(rows.map(({ id, custom }) => [id, custom]))
}
