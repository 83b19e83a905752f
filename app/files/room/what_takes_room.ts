import { labelIn } from '../../lang/translate.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { kindLabel } from './kind_label.ts'

/** What takes room, summed up. */
export interface RoomPart {
  /** `deleted`, a table of records, or the module whose own files they are. */
  id: string
  label: string
  bytes: number
  /** Without the smaller pictures that are made of them; those take their bytes. */
  files: number
}

/**
 * What the files of an organisation are there for, the largest sum first. Sums alone: they name no record, so that they
 * add up to what is in use whoever reads them.
 */
export async function whatTakesRoom(scope: Scope, registry: ModuleRegistry): Promise<RoomPart[]> {
  const rows = await scope.read((unit) =>
    unit.rows<Omit<RoomPart, 'label'> & { sort: 'deleted' | 'record' | 'module' }>(
      `select case when a.deleted_at is not null then 'deleted'
                   else coalesce(a.record_table, split_part(f.purpose, '.', 1)) end as id,
              case when a.deleted_at is not null then 'deleted'
                   when a.id is not null then 'record' else 'module' end as sort,
              sum(f.bytes)::float8 as bytes,
              count(*) filter (where f.purpose !~ '_(thumbnail|preview)$')::int as files
         from stored_files f
         left join attachments a on a.organisation_id = f.organisation_id
          and f.owner_table = 'attachments' and a.id = f.owner_id
        where f.organisation_id = ? and f.counted and f.state <> 'deleted'
        group by 1, 2 order by 3 desc, 1`,
      [scope.organisationId]
    )
  )
  const labelOf = (id: string, sort: string) => {
    if (sort === 'record') return kindLabel(scope.language, registry, id)
    if (sort === 'deleted') return labelIn(scope.language, 'kernel', 'Deleted, kept for 30 days')
    const module = registry.get(id)
    if (!module) return labelIn(scope.language, 'kernel', 'On their way')
    return labelIn(scope.language, id, module.manifest.name)
  }
  return rows.map(({ sort, ...row }) => ({ ...row, label: labelOf(row.id, sort) }))
}
