import { v7 as uuidv7 } from 'uuid'
import { NotFoundError } from '../../errors.ts'
import { starterScope } from '../../jobs/starter_scope.ts'
import { listFile } from '../../lists/export_list.ts'
import { listNamed } from '../../lists/registry.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { notifyMembers } from '../../notifications/notify.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { recordsFile, type StreamedFile } from '../export.ts'
import type { StoredExport } from './stored_export.ts'

/** Bytes of one part of a file. */
const PART = 1024 * 1024
const GONE = 'Who asked for it may not export this any more.'

/**
 * Writes an export as the member who asked for it, with what they may see now. Begins anew after a stop in the middle.
 */
export async function writeExport(
  system: Scope,
  registry: ModuleRegistry,
  exportId: string,
  signal: AbortSignal
): Promise<void> {
  const stored = await system.work(async (unit) => {
    const [row] = await unit.rows<StoredExport>(
      `update exports set rows_written = 0, bytes = 0 where id = ? and state = 'writing' returning *`,
      [exportId]
    )
    if (row) await unit.rows('delete from export_parts where export_id = ?', [exportId])
    return row
  })
  if (!stored) return
  const scope = await starterScope(system, stored)
  if (typeof scope === 'string') return failExport(system, exportId, scope)
  const file = await fileOf(scope, registry, stored).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null
    throw error
  })
  if (!file) return failExport(system, exportId, GONE)
  signal.addEventListener('abort', () => file.content.destroy(signal.reason as Error))
  if (!(await keep(system, exportId, file))) return
  await system.work(async (unit) => {
    const [done] = await unit.rows(
      `update exports set state = 'done', rows_written = ?, finished_at = now()
        where id = ? and state = 'writing' returning 1`,
      [file.written.rows, exportId]
    )
    if (!done) return
    await notifyMembers(unit, {
      reason: 'finished',
      members: [stored.member_id],
      title: stored.file_name,
      href: '/transfer',
    })
  })
}

async function fileOf(
  scope: Scope,
  registry: ModuleRegistry,
  { source, name, format, choice: { columns, ...input } }: StoredExport
): Promise<StreamedFile> {
  if (source === 'exporter') return recordsFile(scope, registry, name, format)
  return listFile(scope, await listNamed(scope, registry, name), input, { format, columns })
}

/** Keeps the file part by part. @returns false when the export was cancelled meanwhile */
async function keep(system: Scope, exportId: string, { content, written }: StreamedFile) {
  let part = 0
  let pieces: Buffer[] = []
  let size = 0
  const flush = async () => {
    const bytes = Buffer.concat(pieces)
    const kept = await system.work((unit) =>
      keepPart(unit, { exportId, part, bytes, rows: written.rows })
    )
    part++
    pieces = []
    size = 0
    return kept
  }
  for await (const piece of content as AsyncIterable<Buffer>) {
    pieces.push(piece)
    size += piece.length
    if (size >= PART && !(await flush())) return false
  }
  return size === 0 || flush()
}

async function keepPart(
  unit: Unit,
  { exportId, part, bytes, rows }: { exportId: string; part: number; bytes: Buffer; rows: number }
): Promise<boolean> {
  const [writing] = await unit.rows(
    `update exports set rows_written = ?, bytes = bytes + ? where id = ? and state = 'writing' returning 1`,
    [rows, bytes.length, exportId]
  )
  if (!writing) return false
  await unit.table('export_parts').insert({
    organisation_id: unit.scope.organisationId,
    id: uuidv7(),
    export_id: exportId,
    part,
    content: bytes,
  })
  return true
}

/** Ends an export for a reason. */
export async function failExport(system: Scope, exportId: string, reason: string): Promise<void> {
  await system.work((unit) =>
    unit.rows(
      `update exports set state = 'failed', failure = ?, finished_at = now() where id = ? and state = 'writing'`,
      [reason, exportId]
    )
  )
}
