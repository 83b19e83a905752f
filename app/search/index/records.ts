import type { Unit } from '../../tenancy/unit.ts'
import type { SearchDetail } from '../declaration.ts'
import type { Findable } from './lexemes.ts'
import type { IndexedSource } from './sources.ts'

/** A record as its source reads it. */
export interface FoundRecord extends Findable {
  id: string
  /** JSON array: the values of what stands beside the title. */
  detail: string
  /** ISO instant. */
  at: string
}

interface Raw {
  id: string
  title: string | null
  detail: string
  codes: string[]
  phones: string[]
  words: string[]
  branch_id: string | null
  owner_id: string | null
  at: string
}

/** A member with this id is nobody: records of branches that name none are for those who see all. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'

/** The records among `ids` that are found at all. */
export async function readRecords(
  unit: Unit,
  each: IndexedSource,
  ids: readonly string[]
): Promise<FoundRecord[]> {
  const rows = await unit.rows<Raw>(`${selectOf(each)} and t.id = any(?::uuid[])`, [[...ids]])
  return rows.map((raw) => recordOf(each, raw))
}

/** The next records behind `after`, in the order of their ids. */
export async function readNext(
  unit: Unit,
  each: IndexedSource,
  after: string | null,
  limit: number
): Promise<FoundRecord[]> {
  const rows = await unit.rows<Raw>(`${selectOf(each)} and t.id > ?::uuid order by t.id limit ?`, [
    after ?? NOBODY,
    limit,
  ])
  return rows.map((raw) => recordOf(each, raw))
}

/** SQL of the rows of a source with what they join, without a condition: ` from … where …`. */
export function fromOf({ source: { table, joins = {} } }: IndexedSource): string {
  const joined = Object.entries(joins).map(
    ([name, join]) =>
      `left join ${join.table} ${name} on ${name}.organisation_id = t.organisation_id and ${name}.id = ${join.on}`
  )
  return `from ${table} t ${joined.join(' ')} where t.organisation_id = kernel_organisation_id()`
}

/** Which rows are found at all; ` and (…)`, or nothing. */
export const conditionOf = ({ source: { where } }: IndexedSource) =>
  where ? ` and (${where})` : ''

function selectOf(each: IndexedSource): string {
  const { source, rule } = each
  const { title, detail = [], codes = [], phones = [], words = [], at = 't.created_at' } = source
  return `select t.id::text as id, (${title})::text as title,
       jsonb_build_array(${detail.map(valueSql).join(', ')})::text as detail,
       ${texts(codes)} as codes, ${texts(phones)} as phones, ${texts(words)} as words,
       ${rule?.branch ? `t.${rule.branch}::text` : 'null'} as branch_id,
       ${rule?.own ? `t.${rule.own.column}::text` : 'null'} as owner_id,
       to_json(coalesce(${at}, t.created_at))#>>'{}' as at
  ${fromOf(each)}${conditionOf(each)}`
}

function valueSql(detail: SearchDetail): string {
  const sql = typeof detail === 'string' ? detail : detail.sql
  return typeof detail !== 'string' && 'as' in detail && detail.as === 'money'
    ? `(${sql})::bigint`
    : `(${sql})::text`
}

const texts = (expressions: readonly string[]) =>
  `array_remove(array[${expressions.map((sql) => `(${sql})::text`).join(', ')}]::text[], null)`

function recordOf({ rule }: IndexedSource, raw: Raw): FoundRecord {
  const { branch_id: branch, owner_id: ownerId, ...record } = raw
  return { ...record, ownerId, branchId: rule?.branch ? (branch ?? NOBODY) : undefined }
}
