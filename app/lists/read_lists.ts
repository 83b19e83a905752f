import { RuleError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { ListInput, ListQuery, NamedList } from './declaration.ts'
import { customListing, rowsOfList } from './query.ts'

/** Rows that are counted one by one; beyond it a list has «1,00,000+». */
export const COUNTED = 100_000
/** Rows among which the values of a filter are counted. */
const COUNTED_VALUES = 10_000

/** How many rows a list has: exactly up to {@link COUNTED}, else that many and more. */
export interface ListCount {
  count: number
  more: boolean
}

/** Counts the rows that fit; the database stops at {@link COUNTED}. */
export async function countList(
  scope: Scope,
  list: NamedList,
  input: ListInput
): Promise<ListCount> {
  return scope.read(async (unit) => {
    const count = await counted(
      unit,
      rowsOfList(unit, list, input, await customListing(unit, list)),
      COUNTED + 1
    )
    return { count: Math.min(count, COUNTED), more: count > COUNTED }
  })
}

/**
 * How many rows each value of a choice has, beside the other filters; `null` when the list is too long to be counted
 * in the time of a glance.
 * @throws RuleError when the filter has no values to count
 */
export async function countValues(
  scope: Scope,
  list: NamedList,
  key: string,
  input: ListInput
): Promise<Record<string, number> | null> {
  const filter = Object.hasOwn(list.filters, key) ? list.filters[key] : null
  if (filter?.kind !== 'choice') {
    throw new RuleError('E_LIST_PARAMETER', `"${key}" is no filter with values to count.`, {
      field: 'filter',
      next: 'Name a filter of the list that offers choices.',
    })
  }
  const { [key]: _, ...others } = input.filters ?? {}
  return scope.read(async (unit) => {
    // An own value keeps the list from narrowing by itself.
    const narrowed = { ...list.narrow?.(input), ...others }
    delete narrowed[key]
    const free = { ...list, narrow: undefined }
    const asked = { ...input, filters: narrowed }
    const query = rowsOfList(unit, free, asked, await customListing(unit, list))
    query.clearSelect().select(unit.trx.raw(`(${filter.column})::text as value`))
    const rows = (await unit.trx
      .from(query.limit(COUNTED_VALUES + 1).as('rows'))
      .select('value')
      .select(unit.trx.raw('count(*)::int as count'))
      .groupBy('value')) as { value: string | null; count: number }[]
    const total = rows.reduce((sum, { count }) => sum + count, 0)
    if (total > COUNTED_VALUES) return null
    return Object.fromEntries(rows.map(({ value, count }) => [value ?? '', count]))
  })
}

/** Rows by their ids as they are now, in any order; those that the reader may not see are left out. */
export async function rowsById(
  scope: Scope,
  list: NamedList,
  ids: readonly string[]
): Promise<object[]> {
  return scope.read(async (unit) => {
    const query = rowsOfList(
      unit,
      { ...list, narrow: undefined },
      {},
      await customListing(unit, list)
    )
    const rows = (await query.whereIn(list.id, [...ids])) as object[]
    return rows.map((row) => list.row(row) as object)
  })
}

/** The ids of all rows that fit, up to `limit`, in the order of the list. */
export async function idsOfList(
  unit: Unit,
  list: NamedList,
  input: ListInput,
  limit: number
): Promise<string[]> {
  const query = rowsOfList(unit, list, input, await customListing(unit, list))
  const sort = list.sorts[input.sort ?? list.defaultSort] ?? list.sorts[list.defaultSort]
  query.clearSelect().select(unit.trx.raw(`${list.id} as list_id`))
  query.orderByRaw(`${sort.column} ${sort.direction}, ${list.id} ${sort.direction}`)
  return ((await query.limit(limit)) as { list_id: string }[]).map(({ list_id: id }) => id)
}

async function counted(unit: Unit, query: ListQuery, limit: number): Promise<number> {
  query.clearSelect().select(unit.trx.raw('1'))
  const [{ count }] = (await unit.trx
    .from(query.limit(limit).as('rows'))
    .select(unit.trx.raw('count(*)::int as count'))) as { count: number }[]
  return count
}
