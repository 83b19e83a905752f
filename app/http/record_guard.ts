import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../errors.ts'
import { understand, type Understood } from './understand_error.ts'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** Whether the record that the address names is one of this organisation; only for addresses that name one. */
    recordExists?: () => Promise<boolean>
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Lets the answer to a bad body ask whether there is anything to correct; costs nothing otherwise. */
export function rememberRecord(ctx: HttpContext, table: string) {
  ctx.recordExists = async () => {
    const { id } = ctx.params as { id: string }
    if (!UUID.test(id)) return false
    const row = await ctx.scope.read((unit) =>
      unit.from(table).where('id', id).select('id').first()
    )
    return row !== null
  }
}

/**
 * The same answer, or 404 when the body of a request was refused but its record is not there: whoever names a record
 * of another organisation learns no more than that.
 */
export async function missingFirst(ctx: HttpContext, error: Understood): Promise<Understood> {
  if (error.status !== 422 || !ctx.recordExists) return error
  return (await ctx.recordExists()) ? error : understand(new NotFoundError())
}
