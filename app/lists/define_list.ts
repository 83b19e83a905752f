import type { ListPage } from '../http/page_types.ts'
import type { CustomValues } from '../custom_fields/declaration.ts'
import { customFilters } from '../custom_fields/listing.ts'
import { labelIn } from '../lang/translate.ts'
import { valuesOf } from '../custom_fields/values.ts'
import { begunWith } from '../list_views/begun_with.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { samplesOfList } from '../samples/shown.ts'
import type { Scope } from '../tenancy/scope.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { ListDeclaration, ListInput, ListQuery, SortDeclaration } from './declaration.ts'
import { offeredFilters } from './filters.ts'
import { listOwner } from './list_owner.ts'
import { namedProps } from './named_props.ts'
import { customListing, rowsOfList, unknownParameter } from './query.ts'

export {
  defineList,
  type ListDeclaration,
  type ListInput,
  type ListQuery,
  type SortDeclaration,
} from './declaration.ts'
export type { FilterDeclaration } from './filter_declaration.ts'

/** Rows of a page when the query string names no number. */
export const DEFAULT_LIMIT = 50

/**
 * One page of a list for the reader. Keyset paging: constant work on any page, no counting. A page that asks for
 * nothing in particular begins with the view that the reader, or their role, has chosen.
 * @throws RuleError naming the query parameter when a filter, sort or cursor is not of this list
 */
export async function runList<Raw, Row>(
  scope: Scope,
  list: ListDeclaration<Raw, Row>,
  asked: ListInput
): Promise<ListPage<Row>> {
  const programs = asked.withChoices === false
  const limit = asked.limit ?? DEFAULT_LIMIT

  return scope.read(async (unit) => {
    const first = !programs && asked.cursor === undefined
    const begun = first ? await begunWith(unit, list, asked) : null
    const input = begun?.input ?? asked
    const sortKey = input.sort ?? list.defaultSort
    const sort = Object.hasOwn(list.sorts, sortKey) ? list.sorts[sortKey] : null
    if (!sort) throw unknownParameter('sort', Object.keys(list.sorts))

    const custom = await customListing(unit, list)
    const query = rowsOfList(unit, list, input, custom)
    applyKeyset(query, list.id, sort, sortKey, input.cursor)
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
      query: {
        search: input.search?.trim() ?? '',
        sort: sortKey,
        filters: input.filters ?? {},
      },
      filters: programs
        ? []
        : [
            ...(await offeredFilters(scope, listOwner(list), list.filters)),
            ...customFilters(custom),
          ],
      ...(list.record && !programs && { live: list.record.table }),
      sorts: Object.entries(list.sorts).map(([value, { label }]) => ({
        value,
        label: labelIn(scope.language, listOwner(list), label),
      })),
      ...(!programs && shown.length > 0 && { customFields: shown }),
      ...(first && { samples: await samplesOfList(scope, installedRegistry(), list) }),
      ...(begun?.views && { named: await namedProps(scope, list, begun.views) }),
    }
  })
}

interface RawExtras {
  list_cursor: string
  list_id: string
  list_custom?: CustomValues
}

function applyKeyset(
  query: ListQuery,
  id: string,
  order: SortDeclaration,
  sortKey: string,
  cursor?: string
) {
  const raw = (sql: string) => query.client.raw(sql)
  query.select(raw(`(${order.column})::text as list_cursor`), raw(`${id} as list_id`))
  if (cursor) {
    const at = decodeCursor(sortKey, cursor, order.type)
    const comparison = order.direction === 'asc' ? '>' : '<'
    query.whereRaw(`(${order.column}, ${id}) ${comparison} (?::${order.type}, ?::uuid)`, [
      at.value,
      at.id,
    ])
  }
  query.orderByRaw(`${order.column} ${order.direction}, ${id} ${order.direction}`)
}
