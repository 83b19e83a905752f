import type { FieldValue } from '../fields/declaration.ts'
import type { ListQuery } from '../lists/declaration.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { ResourceDeclaration, ResourceField } from './declaration.ts'
import type { ResourceValues } from './hooks.ts'
import { columnOf, nameKeyOf } from './names.ts'
import { recordFields, referencedBy } from './references.ts'

/** A row as SQL gives it. */
export type RawRow = Record<string, unknown> & {
  id: string
  version: number
  custom: Record<string, unknown> | null
  archived_at: Date | null
  created_at: Date
  updated_at: Date
}

/** What lists, pages and programs get of a record. */
export interface ResourceRow extends Record<string, unknown> {
  id: string
  version: number
  archived: boolean
  /** ISO instants, UTC. */
  createdAt: string
}

/** Qualifies the columns of the resource in its queries. */
export const ALIAS = 'r'

/** Alias of the table that a field points to, and of its title in the row. */
const joined = (key: string) => `of_${columnOf({ key })}`

/** The records of a resource with the names of the records they point to; dates as texts. */
export function fromResource(unit: Unit, resource: ResourceDeclaration): ListQuery {
  const query = unit
    .from(`${resource.table} as ${ALIAS}`)
    .select(...['id', 'version', 'archived_at', 'created_at', 'updated_at'].map(own))
  if (resource.number) query.select(own('number'))
  if (resource.customFields) query.select(own('custom'))
  for (const field of resource.fields) query.select(unit.trx.raw(selected(field)))
  for (const { key, ...field } of recordFields(resource)) {
    const { table, reference } = referencedBy({ key, ...field })
    const alias = joined(key)
    query.leftJoin(`${table} as ${alias}`, (join) =>
      join
        .on(`${alias}.organisation_id`, own('organisation_id'))
        .andOn(`${alias}.id`, own(columnOf({ key })))
    )
    query.select(`${alias}.${reference.title} as ${alias}`)
  }
  return query
}

/** A column of the resource in its queries. */
export const own = (column: string) => `${ALIAS}.${column}`

function selected(field: ResourceField): string {
  const column = columnOf(field)
  return field.kind === 'date' || field.kind === 'number'
    ? `${own(column)}::text as ${column}`
    : own(column)
}

/** A row of a list. */
export function rowOf(resource: ResourceDeclaration, raw: RawRow): ResourceRow {
  return {
    id: raw.id,
    version: raw.version,
    ...(resource.number && { number: raw.number }),
    ...valuesOf(resource, raw),
    ...Object.fromEntries(
      recordFields(resource).map(({ key }) => [nameKeyOf(key), raw[joined(key)] ?? null])
    ),
    archived: raw.archived_at !== null,
    createdAt: raw.created_at.toISOString(),
  }
}

/** The values of the fields, by their keys. */
export function valuesOf({ fields }: ResourceDeclaration, raw: RawRow): ResourceValues {
  return Object.fromEntries(fields.map((field) => [field.key, valueOf(field, raw)]))
}

/** PostgreSQL’s `bigint` comes as a text; money and whole numbers are safe integers. */
function valueOf(field: ResourceField, raw: RawRow): FieldValue {
  const value = raw[columnOf(field)] as FieldValue | undefined
  if (value === null || value === undefined) return null
  return field.kind === 'money' || field.kind === 'integer' ? Number(value) : value
}

/** Values as the columns of the table take them. */
export function columnsOf({ fields }: ResourceDeclaration, values: Partial<ResourceValues>) {
  return Object.fromEntries(
    fields
      .filter(({ key }) => values[key] !== undefined)
      .map((field) => [columnOf(field), values[field.key]])
  )
}

/** What people call a record: its number, else its title. */
export function nameOf(resource: ResourceDeclaration, row: Record<string, unknown>): string {
  return String(resource.number ? row.number : row[resource.title])
}
