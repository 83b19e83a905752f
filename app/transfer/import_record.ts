import type { FieldDeclaration } from '../fields/declaration.ts'
import { NotFoundError } from '../errors.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { Mapping } from './mapping.ts'
import type { RowProblem } from './read_row.ts'

/**
 * Where an import stands. `uploaded`: columns are to be chosen. `checking` and `importing`: a job works on it.
 * `checked`: ready to begin.
 */
export type ImportState =
  'uploaded' | 'checking' | 'checked' | 'importing' | 'done' | 'cancelled' | 'failed'

/** A stored import without its rows. */
export interface StoredImport {
  id: string
  importer: string
  module_id: string
  member_id: string
  actor: { kind: string; id: string; name: string; memberId: string | null }
  permissions: string[]
  file_name: string
  headings: string[]
  row_count: number
  mapping: Mapping
  state: ImportState
  run: string | null
  position: number
  created: number
  changed: number
  same: number
  failed: number
  failures: RowProblem[]
  failure: string | null
  version: number
  created_at: Date
  finished_at: Date | null
  /** Whether the rows are still kept. */
  kept: boolean
}

/** Columns of {@link StoredImport}; the failures only where they are asked for. */
const COLUMNS = `id, importer, module_id, member_id, actor, permissions, file_name, headings, row_count, mapping, state,
  run, position, created, changed, same, failed, failure, version, created_at, finished_at, content is not null as kept`

/**
 * The import of the member whose scope is open; others do not see it, since the file may hold what only its owner has.
 * @throws NotFoundError
 */
export async function findImport(
  unit: Unit,
  id: string,
  { failures = 0, lock = false }: { failures?: number; lock?: boolean } = {}
): Promise<StoredImport> {
  const [row] = await unit.rows<StoredImport>(
    `select ${COLUMNS},
            (select coalesce(jsonb_agg(problem order by place), '[]')
               from jsonb_array_elements(failures) with ordinality as f (problem, place)
              where place <= ?) as failures
       from imports where id = ?::uuid and member_id = ?::uuid ${lock ? 'for update' : ''}`,
    [failures, UUID.test(id) ? id : NOBODY, unit.scope.actor.memberId ?? NOBODY]
  )
  if (!row) throw new NotFoundError('import')
  return row
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Members have random ids; a job or command is nobody. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'

/** An import as its page and the API show it. */
export interface ImportView {
  id: string
  importer: string
  label: string
  fileName: string
  headings: string[]
  /** The first rows, for choosing columns. */
  sample: string[][]
  columns: readonly FieldDeclaration[]
  mapping: Mapping
  state: ImportState
  rows: number
  /** Rows that the present step has been through. */
  position: number
  created: number
  changed: number
  same: number
  failed: number
  /** The first problems; all of them are in the file of failed rows. */
  problems: RowProblem[]
  failure: string | null
  createdAt: string
  finishedAt: string | null
}
