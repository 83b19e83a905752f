import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import type { ListPage } from '../http/page_types.ts'
import type { RecordRule } from '../access/record_rules.ts'
import { visible } from '../access/visibility.ts'
import type { CustomValues } from '../custom_fields/declaration.ts'
import { fieldsIn } from '../custom_fields/definitions.ts'
import {
  applyCustomFilter,
  customFilterKeys,
  customFilters,
  orInCustom,
  searchedKeys,
  type CustomListing,
} from '../custom_fields/listing.ts'
import { valuesOf } from '../custom_fields/values.ts'
import { RuleError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'

/** The query of a list: what `search` and filters add their conditions to. */
// The row shape is what `row()` receives from SQL; it is checked there, once.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type ListQuery = DatabaseQueryBuilderContract<any>

export interface FilterDeclaration {
  label: string
  /** Fixed choices, or choices read for the reader. */
  options:
    | { value: string; label: string }[]
    | ((scope: Scope) => Promise<{ value: string; label: string }[]>)
  apply: (query: ListQuery, value: string, scope: Scope) => void
}

export interface SortDeclaration {
  label: string
  /** Column or expression that is never null. */
  column: string
  /** SQL type the cursor value is cast to. */
  type: 'timestamptz' | 'date' | 'text' | 'bigint' | 'integer'
  direction: 'asc' | 'desc'
}

export interface ListDeclaration<Raw, Row> {
  /** Tables, joins and columns; no order, no limit. */
  from: (unit: Unit) => ListQuery
  /** Qualified id column that breaks ties: `t.id`. */
  id: string
  /** Who sees which rows; applied to the table that `id` names. */
  record?: RecordRule
  /** Table whose custom fields become columns and filters; that of `record` when left out, if it has them. */
  customFields?: string
  /** Adds the search condition for a trimmed, non-empty term. */
  search?: (query: ListQuery, term: string) => void
  filters: Record<string, FilterDeclaration>
  sorts: Record<string, SortDeclaration>
  defaultSort: string
  /** What a page or a program is shown of a row. */
  row: (raw: Raw) => Row
}

/** What the query string asked for; see `listValidator`. */
export interface ListInput {
  search?: string
  sort?: string
  cursor?: string
  limit?: number
  filters?: Record<string, string>
  /** False leaves out the choices of the filters, which only a page shows. */
  withChoices?: boolean
}

/** Declares a list once, for page, API and export. */
export function defineList<Raw, Row>(declaration: ListDeclaration<Raw, Row>) {
  return declaration
}

export const DEFAULT_LIMIT = 50

/**
 * One page of a list for the reader. Keyset paging: constant work on any page, no counting.
 * @throws RuleError naming the query parameter when a filter, sort or cursor is not of this list
 */
export async function runList<Raw, Row>(
  scope: Scope,
  list: ListDeclaration<Raw, Row>,
  input: ListInput
): Promise<ListPage<Row>> {
  const sortKey = input.sort ?? list.defaultSort
  const sort = list.sorts[sortKey]
  if (!sort) throw unknownParameter('sort', Object.keys(list.sorts))
  const limit = input.limit ?? DEFAULT_LIMIT
  const search = input.search?.trim() ?? ''
  const filters = input.filters ?? {}
  const programs = input.withChoices === false

  return scope.read(async (unit) => {
    const custom = await customListing(unit, list)
    const query = list.from(unit)
    if (list.record) visible(query, scope, list.record, list.id.split('.')[0])
    if (search) applySearch(query, search, custom)
    for (const [key, value] of Object.entries(filters)) {
      if (applyCustomFilter(query, custom, key, value)) continue
      const filter = Object.hasOwn(list.filters, key) ? list.filters[key] : null
      if (!filter) {
        throw unknownParameter(key, [...Object.keys(list.filters), ...customFilterKeys(custom)])
      }
      filter.apply(query, value, scope)
    }
    applyKeyset(query, list.id, sort, input.cursor)
    if (custom.fields.length > 0) query.select(`${custom.alias}.custom as list_custom`)
    const raw = (await query.limit(limit + 1)) as (Raw & RawExtras)[]
    const rows = raw.slice(0, limit)
    const last = rows.at(-1)
    // A page draws the columns alone; programs get everything.
    const shown = programs ? custom.fields : custom.fields.filter(({ showInList }) => showInList)
    return {
      rows: rows.map((row) => {
        const own = list.row(row)
        if (custom.fields.length === 0) return own
        return { ...own, custom: valuesOf(shown, row.list_custom ?? null) }
      }),
      nextCursor:
        raw.length > limit && last ? encodeCursor(sortKey, last.list_cursor, last.list_id) : null,
      limit,
      query: { search, sort: sortKey, filters },
      filters: programs
        ? []
        : [...(await filterChoices(scope, list.filters)), ...customFilters(custom)],
      sorts: Object.entries(list.sorts).map(([value, { label }]) => ({ value, label })),
      ...(!programs && shown.length > 0 && { customFields: shown }),
    }
  })

  function applySearch(query: ListQuery, term: string, custom: CustomListing) {
    if (searchedKeys(custom).length === 0) {
      list.search?.(query, term)
      return
    }
    query.where((either) => {
      if (list.search) either.where((own) => list.search!(own as ListQuery, term))
      orInCustom(either as ListQuery, custom, term)
    })
  }

  function applyKeyset(query: ListQuery, id: string, order: SortDeclaration, cursor?: string) {
    query.select(
      unitRaw(query, `(${order.column})::text as list_cursor`),
      unitRaw(query, `${id} as list_id`)
    )
    if (cursor) {
      const at = decodeCursor(sortKey, cursor)
      const comparison = order.direction === 'asc' ? '>' : '<'
      query.whereRaw(`(${order.column}, ${id}) ${comparison} (?::${order.type}, ?::uuid)`, [
        at.value,
        at.id,
      ])
    }
    query.orderByRaw(`${order.column} ${order.direction}, ${id} ${order.direction}`)
  }
}

interface RawExtras {
  list_cursor: string
  list_id: string
  list_custom?: CustomValues
}

async function customListing<Raw, Row>(
  unit: Unit,
  { customFields, record, id }: ListDeclaration<Raw, Row>
): Promise<CustomListing> {
  const table = customFields ?? (record?.customFields ? record.table : null)
  const fields = table ? await fieldsIn(unit, table) : []
  return { table: table ?? '', alias: id.split('.')[0], fields }
}

function unitRaw(query: ListQuery, sql: string) {
  return query.client.raw(sql)
}

async function filterChoices(scope: Scope, filters: Record<string, FilterDeclaration>) {
  return Promise.all(
    Object.entries(filters).map(async ([key, { label, options }]) => ({
      key,
      label,
      options: typeof options === 'function' ? await options(scope) : options,
    }))
  )
}

function unknownParameter(name: string, known: string[]) {
  return new RuleError('E_LIST_PARAMETER', `"${name}" is not a choice of this list.`, {
    field: name,
    next: `Use one of: ${known.join(', ')}.`,
  })
}
