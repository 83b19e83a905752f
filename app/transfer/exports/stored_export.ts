import { NotFoundError } from '../../errors.ts'
import type { Actor } from '../../tenancy/actor.ts'
import type { Unit } from '../../tenancy/unit.ts'
import type { FileFormat } from '../export.ts'
import { NOBODY } from '../import_record.ts'

/** Where an export stands that a job writes. */
export type ExportState = 'writing' | 'done' | 'cancelled' | 'failed'

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

/** A stored export without its file. */
export interface StoredExport extends ExportSource {
  id: string
  module_id: string
  title: string
  member_id: string
  actor: Actor
  permissions: string[]
  state: ExportState
  file_name: string
  rows_written: number
  bytes: string
  failure: string | null
  created_at: Date
  finished_at: Date | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The export of the member whose scope is open; others do not see it, since it holds what only its owner may see.
 * @throws NotFoundError
 */
export async function findExport(unit: Unit, id: string): Promise<StoredExport> {
  const [row] = await unit.rows<StoredExport>(
    'select * from exports where id = ?::uuid and member_id = ?::uuid',
    [UUID.test(id) ? id : NOBODY, unit.scope.actor.memberId ?? NOBODY]
  )
  if (!row) throw new NotFoundError('export')
  return row
}

/** An export as its page and the API show it. */
export interface ExportView {
  id: string
  title: string
  fileName: string
  format: FileFormat
  state: ExportState
  rows: number
  bytes: number
  failure: string | null
  createdAt: string
}

export const exportView = (row: StoredExport): ExportView => ({
  id: row.id,
  title: row.title,
  fileName: row.file_name,
  format: row.format,
  state: row.state,
  rows: row.rows_written,
  bytes: Number(row.bytes),
  failure: row.failure,
  createdAt: row.created_at.toISOString(),
})
