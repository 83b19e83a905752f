import { visible } from '../access/visibility.ts'
import {
  applyCustomFilter,
  customFilterKeys,
  orInCustom,
  searchedKeys,
  type CustomListing,
} from '../custom_fields/listing.ts'
import { fieldsIn } from '../custom_fields/definitions.ts'
import { RuleError } from '../errors.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { AnyList, ListInput, ListQuery } from './declaration.ts'
import { applyFilter } from './filters.ts'

/**
 * The rows of a list that the reader may see and that fit search and filters; without order and limit.
 * @throws RuleError E_LIST_PARAMETER naming the parameter that is not of this list
 */
export function rowsOfList(
  unit: Unit,
  list: AnyList,
  input: ListInput,
  listing: CustomListing
): ListQuery {
  const { scope } = unit
  const query = list.from(unit)
  if (list.record) visible(query, scope, list.record, list.id.split('.')[0])
  const search = input.search?.trim() ?? ''
  if (search) applySearch(query, list, search, listing)
  const filters = { ...list.narrow?.(input), ...input.filters }
  for (const [key, value] of Object.entries(filters)) {
    if (applyCustomFilter(query, listing, key, value)) continue
    const filter = Object.hasOwn(list.filters, key) ? list.filters[key] : null
    if (!filter) {
      throw unknownParameter(key, [...Object.keys(list.filters), ...customFilterKeys(listing)])
    }
    applyFilter(query, key, filter, value, scope)
  }
  return query
}

/** The custom fields of the rows of a list. */
export async function customListing(
  unit: Unit,
  { customFields, record, id }: Pick<AnyList, 'customFields' | 'record' | 'id'>
): Promise<CustomListing> {
  const table = customFields ?? (record?.customFields ? record.table : null)
  const fields = table ? await fieldsIn(unit, table) : []
  return { table: table ?? '', alias: id.split('.')[0], fields }
}

/** A parameter of the query string that the list does not have. */
export function unknownParameter(name: string, known: string[]): RuleError {
  return new RuleError('E_LIST_PARAMETER', `"${name}" is not a choice of this list.`, {
    field: name,
    next: `Use one of: ${known.join(', ')}.`,
  })
}

function applySearch(query: ListQuery, list: AnyList, term: string, custom: CustomListing) {
  if (searchedKeys(custom).length === 0) {
    list.search?.(query, term)
    return
  }
  query.where((either) => {
    if (list.search) either.where((own) => list.search!(own as ListQuery, term))
    orInCustom(either as ListQuery, custom, term)
  })
}
