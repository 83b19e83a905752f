import { KarkhanaError } from '../errors.ts'
import type { Unit } from '../tenancy/unit.ts'

/**
 * Whether the table has a row of the organisation that is no sample and meets the condition, in which `t` is the table.
 */
export async function realRow(unit: Unit, table: string, where = 'true'): Promise<boolean> {
  if (!/^[a-z][a-z0-9_]*$/.test(table)) throw new TableNameError(table)
  const [{ found }] = await unit.rows<{ found: boolean }>(
    `select exists (
       select 1 from ${table} t
        where t.organisation_id = ? and (${where})
          and not exists (select 1 from sample_records s
                           where s.organisation_id = t.organisation_id and s.table_name = ?
                             and s.record_id = t.id)) as found`,
    [unit.scope.organisationId, table]
  )
  return found
}

/** Names come from manifests, and stand in SQL as they are. */
class TableNameError extends KarkhanaError {
  constructor(table: string) {
    super('E_TABLE_NAME', 500, `"${table}" is no name of a table.`, {
      next: 'Correct it in the manifest of the module.',
    })
  }
}
