import { NotFoundError } from '../../errors.ts'
import { findRun } from '../../runs/find.ts'
import type { StoredRun } from '../../runs/run.ts'
import type { RunState } from '../../runs/states.ts'
import type { Unit } from '../../tenancy/unit.ts'
import type { FileFormat } from '../export.ts'

/** Days that the file can be downloaded; see the retention of the table. */
export const EXPORT_DAYS = 7

/** What is exported: all records of an exporter, or a list with what its reader had chosen. */
export interface ExportSource {
  source: 'exporter' | 'list'
  name: string
  format: FileFormat
  /** Of a list. */
  choice: {
    sort?: string
    search?: string
    filters?: Record<string, string>
    columns?: string[]
  }
}

/** What is exported, and what was written so far. */
export interface StoredExport extends ExportSource {
  id: string
  title: string
  file_name: string
  bytes: string
}

export async function exportOf(unit: Unit, id: string): Promise<StoredExport> {
  const [row] = await unit.rows<StoredExport>(
    'select id, source, name, format, choice, title, file_name, bytes from exports where organisation_id = ? and id = ?',
    [unit.scope.organisationId, id]
  )
  if (!row) throw new NotFoundError('export')
  return row
}

/**
 * The export of the member whose scope is open; others do not see it, since it holds what only its owner may see.
 * @throws NotFoundError
 */
export async function findExport(
  unit: Unit,
  id: string
): Promise<{ run: StoredRun; stored: StoredExport }> {
  const run = await findRun(unit, id, { kind: 'export' })
  return { run, stored: await exportOf(unit, run.id) }
}

/** An export as its page and the API show it. */
export interface ExportView {
  id: string
  title: string
  fileName: string
  format: FileFormat
  state: RunState
  rows: number
  bytes: number
  failure: string | null
  /** ISO instants; after the second one the file is gone. */
  createdAt: string
  keptUntil: string
}

export const exportView = (
  { title, file_name: fileName, format, bytes }: StoredExport,
  {
    id,
    state,
    done,
    failure,
    created_at: at,
  }: Pick<StoredRun, 'id' | 'state' | 'done' | 'failure' | 'created_at'>
): ExportView => ({
  ...{ id, title, fileName, format, state, failure },
  rows: done,
  bytes: Number(bytes),
  createdAt: at.toISOString(),
  keptUntil: new Date(at.getTime() + EXPORT_DAYS * 86_400_000).toISOString(),
})
