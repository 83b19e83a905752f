import type { HttpContext } from '@adonisjs/core/http'
import type { RecordRule } from '../access/record_rules.ts'
import { seesOwnOnly, visible } from '../access/visibility.ts'
import { NotFoundError } from '../errors.ts'
import { understand, type Understood } from './understand_error.ts'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** Whether the record that the address names is there for the reader; only for addresses that name one. */
    recordExists?: () => Promise<boolean>
    /** The record of a module that the address names, and whether the page is its form. */
    recordShown?: { table: string; id: string; editing: boolean }
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Stands before the controller of an address with a record. Readers who see their own records only are held to the
 * module's rule here, whatever the controller does; for everybody else the answer to a bad body may ask whether there
 * is anything to correct, and nothing is asked otherwise.
 *
 * @throws NotFoundError
 */
export async function guardRecord(ctx: HttpContext, table: string, rule: RecordRule | null) {
  ctx.recordExists = async () => {
    const { id } = ctx.params as { id: string }
    if (!UUID.test(id)) return false
    const row = await ctx.scope.read((unit) => {
      const query = unit
        .from(table)
        .where({ organisation_id: ctx.scope.organisationId, id })
        .select('id')
      return (rule ? visible(query, ctx.scope, rule) : query).first()
    })
    return row !== null
  }
  const { id } = ctx.params as { id: string }
  if (rule) ctx.recordShown = { table, id, editing: ctx.request.url().endsWith('/edit') }
  if (rule && seesOwnOnly(ctx.scope, rule) && !(await ctx.recordExists())) {
    throw new NotFoundError(rule.noun)
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
