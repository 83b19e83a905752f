import vine from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import type {} from '../http/surface.ts'
import type { ListInput } from './define_list.ts'

const RESERVED = new Set(['search', 'sort', 'cursor', 'limit'])

const validator = vine.create({
  search: vine.string().trim().maxLength(100).optional(),
  sort: vine.string().maxLength(40).optional(),
  cursor: vine.string().maxLength(600).optional(),
  limit: vine.number().withoutDecimals().min(1).max(200).optional(),
})

/** Reads the state of a list from the query string: search, sort, cursor, limit; the rest are filters. */
export async function listInput(ctx: HttpContext): Promise<ListInput> {
  const query = ctx.request.qs() as Record<string, unknown>
  const { search, sort, cursor, limit } = await validator.validate(query)
  const filters = Object.fromEntries(
    Object.entries(query).filter(
      (entry): entry is [string, string] =>
        !RESERVED.has(entry[0]) && typeof entry[1] === 'string' && entry[1] !== ''
    )
  )
  return { search, sort, cursor, limit, filters, withChoices: ctx.surface !== 'api' }
}
