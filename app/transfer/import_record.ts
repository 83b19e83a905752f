import { NotFoundError } from '../errors.ts'
import { NOBODY } from '../runs/find.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { FileFacts } from './files/read_table.ts'
import type { ImportColumn } from './importer.ts'
import type { Mapping } from './mapping.ts'
import type { MadeRecord } from './made_records.ts'
import type { RowProblem, Sentence } from './read_row.ts'

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
  file_name: string
  headings: string[]
  row_count: number
  mapping: Mapping
  state: ImportState
  /** The step that a job works on, or that was the last one. */
  run: string | null
  job_id: string | null
  /** Places of the rows that the present step goes through, counted from 0; `null` for all that are not skipped. */
  only_rows: number[] | null
  skipped_rows: number[]
  facts: Partial<FileFacts>
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

/**
 * Where the import `i` with its run `r` stands: a step that could not be finished, or was stopped, says so by its run.
 */
export const IMPORT_STATE = `case when i.state in ('checking', 'importing') and r.state in ('failed', 'cancelled')
  then r.state else i.state end`

/** Joins the run of the present step, or of the last one. */
export const JOIN_RUN = 'left join runs r on r.organisation_id = i.organisation_id and r.id = i.run'

/** Columns of {@link StoredImport}; the failures only where they are asked for. */
const COLUMNS = `i.id, i.importer, i.module_id, i.member_id, i.file_name, i.headings, i.row_count, i.mapping,
  ${IMPORT_STATE} as state, i.run, r.job_id, i.only_rows, i.skipped_rows, i.facts, coalesce(r.done, 0) as position,
  i.created, i.changed, i.same, i.failed, r.failure, i.version, i.created_at,
  coalesce(i.finished_at, r.finished_at) as finished_at, i.content is not null as kept`

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
            (select coalesce(jsonb_agg(problem order by number, place), '[]')
               from (select problem, place, (problem->>'row')::int as number
                       from jsonb_array_elements(i.failures) with ordinality as f (problem, place)
                      order by number, place limit ?) as first) as failures
       from imports i ${JOIN_RUN}
      where i.organisation_id = ? and i.id = ?::uuid and i.member_id = ?::uuid ${lock ? 'for update of i' : ''}`,
    [
      ...[failures, unit.scope.organisationId],
      ...[UUID.test(id) ? id : NOBODY, unit.scope.actor.memberId ?? NOBODY],
    ]
  )
  if (!row) throw new NotFoundError('import')
  return row
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A value that is wrong in several rows: corrected in one go. */
export interface RepeatedProblem {
  key: string
  column: string
  value: string
  reason: string
  sentences?: Sentence[] | null
  count: number
}

/** An import as its page and the API show it. */
export interface ImportView {
  id: string
  importer: string
  label: string
  fileName: string
  headings: string[]
  /** The first rows, for choosing columns. */
  sample: string[][]
  columns: readonly ImportColumn[]
  mapping: Mapping
  state: ImportState
  rows: number
  /** What was found out about the file. */
  facts: Partial<FileFacts>
  /** Rows that the present step goes through, and has been through. */
  total: number
  position: number
  created: number
  changed: number
  same: number
  failed: number
  /** Rows that a person left out. */
  skipped: number
  /** The first problems; all of them are in the file of failed rows. */
  problems: RowProblem[]
  /** The cells of the rows with these problems, as they stand in the file: by the number of the row. */
  wrong: Record<number, string[]>
  /** Values that are wrong in several rows for the same reason, the most frequent first. */
  repeated: RepeatedProblem[]
  /** Whether rows can be corrected in place now. */
  fixable: boolean
  /** The latest records that were created or changed, as far as the reader may see them. */
  made: MadeRecord[]
  failure: string | null
  createdAt: string
  finishedAt: string | null
}
