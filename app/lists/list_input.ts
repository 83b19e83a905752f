import vine from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import type {} from '../http/surface.ts'
import type { ListInput } from './declaration.ts'

/** Parameters that are no filters; the last ones belong to the addresses of `routes.ts`. */
const RESERVED = new Set([
  ...['search', 'sort', 'cursor', 'limit', 'view'],
  ...['format', 'columns', 'ids', 'fields'],
])
/** Characters of one filter: 50 ids and what parts them. */
const LONGEST = 2_000

const validator = vine.create({
  search: vine.string().trim().maxLength(100).optional(),
  sort: vine.string().maxLength(40).optional(),
  cursor: vine.string().maxLength(600).optional(),
  limit: vine.number().withoutDecimals().min(1).max(200).optional(),
  view: vine.string().maxLength(40).optional(),
})

/** Reads the state of a list from the query string: search, sort, cursor, limit, view; the rest are filters. */
export async function listInput(ctx: HttpContext): Promise<ListInput> {
  const query = Object.fromEntries(
    Object.entries(ctx.request.qs()).map(([key, value]) => [key, asWritten(value)])
  )
  const { search, sort, cursor, limit, view } = await validator.validate(query)
  const filters = Object.fromEntries(
    Object.entries(query).filter(
      (entry): entry is [string, string] =>
        !RESERVED.has(entry[0]) &&
        typeof entry[1] === 'string' &&
        entry[1] !== '' &&
        entry[1].length <= LONGEST
    )
  )
  return { search, sort, cursor, limit, view, filters, withChoices: ctx.surface !== 'api' }
}

/** A comma that was not encoded parts a value into a list; several values of a filter are written with commas. */
function asWritten(value: unknown): unknown {
  const texts = Array.isArray(value) && value.every((each) => typeof each === 'string')
  return texts ? value.join(',') : value
}
