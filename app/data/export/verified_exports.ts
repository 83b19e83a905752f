import type { Unit } from '../../tenancy/unit.ts'

/** An export that was read again after it was written, and holds what the database held. */
export interface VerifiedExport {
  id: string
  /** ISO instants. */
  createdAt: string
  verifiedAt: string
  /** When its file is removed. */
  expiresAt: string
  /** Whether the file can still be downloaded. */
  kept: boolean
  /** SHA-256 of the file, hexadecimal. */
  sha256: string
  /** How often somebody has downloaded it. */
  downloads: number
}

/** The newest verified export with the data of the module, `null` when there is none. */
export async function latestVerifiedExport(
  unit: Unit,
  moduleId: string
): Promise<VerifiedExport | null> {
  const [found] = await unit.rows<VerifiedExport>(
    `select id, to_json(created_at) as "createdAt", to_json(verified_at) as "verifiedAt",
            to_json(expires_at) as "expiresAt", removed_at is null and expires_at > now() as kept,
            sha256, downloads
       from data_exports
      where organisation_id = ? and verified_at is not null and ? = any(modules)
      order by created_at desc, id desc limit 1`,
    [unit.scope.organisationId, moduleId]
  )
  return found ?? null
}

interface ExportedTable {
  table: string
  digest: string
  hidden: string[]
}

/**
 * The tables of a module whose rows are no longer those of the export; all of them when the export is not of this
 * module. `tables` names what the module has now, so that a table which came after the export counts as changed.
 * Reads every row: for the moment before a purge, not for a page that is opened often.
 */
export async function changedSinceExport(
  unit: Unit,
  exportId: string,
  moduleId: string,
  tables: readonly string[] = []
): Promise<string[]> {
  const exported = await unit.rows<ExportedTable>(
    `select d.key as table, d.value ->> 'digest' as digest,
            array(select jsonb_array_elements_text(d.value -> 'hidden')) as hidden
       from data_exports e, jsonb_each(e.digests -> ?) d
      where e.organisation_id = ? and e.id = ? and e.verified_at is not null
      order by d.key`,
    [moduleId, unit.scope.organisationId, exportId]
  )
  const known = new Set(exported.map(({ table }) => table))
  const changed = tables.filter((table) => !known.has(table))
  for (const { table, digest, hidden } of exported) {
    const [now] = await unit.rows<{ digest: string }>(
      `select kernel_table_digest(?, ?::text[]) ->> 'digest' as digest`,
      [table, hidden]
    )
    if (now.digest !== digest) changed.push(table)
  }
  return changed
}

/**
 * Whether the export holds exactly what the module holds now. Give the tables that the module declares; a module
 * without any matches every export of it.
 */
export async function exportStillMatches(
  unit: Unit,
  exportId: string,
  moduleId: string,
  tables: readonly string[] = []
): Promise<boolean> {
  const [of] = await unit.rows(
    `select id from data_exports
      where organisation_id = ? and id = ? and verified_at is not null and ? = any(modules)`,
    [unit.scope.organisationId, exportId, moduleId]
  )
  if (!of) return false
  return (await changedSinceExport(unit, exportId, moduleId, tables)).length === 0
}
