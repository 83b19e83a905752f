import type { Scope } from '../../tenancy/scope.ts'

/** One text per table that changes with any of its rows, as the organisation of `scope` sees them. */
export async function digestOf(scope: Scope, tables: string[]): Promise<Record<string, string>> {
  return scope.read(async (unit) => {
    const digests: Record<string, string> = {}
    for (const table of tables) {
      const [row] = await unit.rows<{ digest: string }>(
        `select count(*) || ':' || coalesce(md5(string_agg(t::text, ',' order by t.id::text)), '') as digest
           from ${table} t`
      )
      digests[table] = row.digest
    }
    return digests
  })
}

/** Names of the tables whose digests differ. */
export function changedTables(
  before: Record<string, string>,
  after: Record<string, string>
): string[] {
  return Object.keys(before).filter((table) => before[table] !== after[table])
}
