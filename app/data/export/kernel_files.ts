import type { Unit } from '../../tenancy/unit.ts'

/** The logos of the organisation and of its branches. */
export async function kernelFiles(unit: Unit): Promise<Record<string, Uint8Array>> {
  const rows = await unit.rows<{ name: string; content: Buffer }>(
    `select l.owner_kind || '-' || l.sha256 || '.png' as name, l.content from logos l
      where (l.owner_kind = 'organisation' and l.owner_id = kernel_organisation_id())
         or (l.owner_kind = 'branch' and exists (
              select 1 from branches b
               where b.organisation_id = kernel_organisation_id() and b.id = l.owner_id))`
  )
  return Object.fromEntries(rows.map(({ name, content }) => [name, content]))
}
