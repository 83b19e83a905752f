import type { HttpContext } from '@adonisjs/core/http'
import type { Unit } from '../tenancy/unit.ts'
import { versionsIn } from './etag.ts'
import { PreconditionFailedError, PreconditionUnknownError } from './errors.ts'

/** What the record looks like for the reader; `null` for who may not read it. */
export type Present = () => Promise<unknown>

/** What has to be known of a table before its rows are looked at. */
interface TableTraits {
  /** Its rows have versions. */
  versioned: boolean
  /** Its rows may be changed, and therefore locked; those of a ledger may not. */
  changing: boolean
}

/** Only a migration changes them, and no process outlives one. */
const known = new Map<string, TableTraits>()

async function traitsOf(unit: Unit, table: string): Promise<TableTraits> {
  const remembered = known.get(table)
  if (remembered) return remembered
  const [traits] = await unit.rows<TableTraits>(
    `select has_table_privilege(oid, 'update') as changing,
            exists (select from pg_attribute where attrelid = oid and attname = 'version') as versioned
       from to_regclass(?) as oid`,
    [table]
  )
  known.set(table, traits)
  return traits
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether the request is to be done only if the record is as the program read it. */
export function isConditional({ request }: HttpContext): boolean {
  return request.header('if-match') !== undefined
}

/**
 * Holds `If-Match` against the version of the record that the address names, and locks the record until the transaction
 * ends: nobody changes it between this look and the write. A body that may name a version gets that one.
 * @param table of the record; `null` where the address names none
 * @throws PreconditionFailedError with both sides, PreconditionUnknownError
 */
export async function ensureMatches(
  unit: Unit,
  ctx: HttpContext,
  table: string | null,
  present: Present
): Promise<void> {
  const expected = ctx.request.header('if-match')!
  const versions = versionsIn(expected)
  if (versions === null) throw new PreconditionUnknownError('If-Match holds no ETag of a record.')
  const traits = table === null ? null : await traitsOf(unit, table)
  if (!traits?.versioned) {
    throw new PreconditionUnknownError('The records of this address have no version.')
  }
  const { id } = ctx.params as { id: string }
  if (!UUID.test(id)) return
  const lock = traits.changing ? 'for update' : ''
  const [row] = await unit.rows<{ version: number }>(
    `select version from ${table} where organisation_id = ? and id = ? ${lock}`,
    [unit.scope.organisationId, id]
  )
  // What is not there is told by the controller, as without the header.
  if (!row) return
  if (versions !== 'any' && !versions.includes(row.version)) {
    const sent: unknown = ctx.request.body()
    throw new PreconditionFailedError({
      current: await present(),
      version: row.version,
      expected,
      sent,
    })
  }
  const body = ctx.request.body() as Record<string, unknown>
  if (body.version === undefined) ctx.request.updateBody({ ...body, version: row.version })
}
