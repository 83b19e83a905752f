import { v7 as uuidv7 } from 'uuid'
import { NotFoundError } from '../../errors.ts'
import type { JobRun } from '../../jobs/job.ts'
import { starterScope } from '../../jobs/starter_scope.ts'
import { listFile } from '../../lists/export_list.ts'
import { listNamed } from '../../lists/registry.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { parkRun } from '../../runs/park.ts'
import type { RunAttempt } from '../../runs/run.ts'
import { endRun, failRun, noteRun, takeRun } from '../../runs/work.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { recordsFile, type StreamedFile } from '../export.ts'
import writeExportJob from './jobs/write_export.ts'
import { exportOf, type StoredExport } from './stored_export.ts'

/** Bytes of one part of a file. */
const PART = 1024 * 1024
const GONE = 'Who asked for it may not export this any more.'

/**
 * Writes an export as the member who asked for it, with what they may see now. Begins anew after a stop in the middle.
 */
export async function writeExport(
  system: Scope,
  registry: ModuleRegistry,
  attempt: RunAttempt,
  { id: jobId, signal }: Pick<JobRun, 'id' | 'signal'>
): Promise<void> {
  const run = await takeRun(system, attempt)
  if (!run) return
  const { runId: exportId } = attempt
  const payload = { exportId, attempt: attempt.attempt }
  if (await parkRun(system, writeExportJob, run, payload, jobId)) return
  const stored = await system.work((unit) => beginAnew(unit, exportId))
  const scope = await starterScope(system, run)
  if (typeof scope === 'string') return void (await failRun(system, attempt, scope))
  const file = await fileOf(scope, registry, stored).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null
    throw error
  })
  if (!file) return void (await failRun(system, attempt, GONE))
  const stop = () => file.content.destroy(signal.reason as Error)
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (!(await keep(system, attempt, file))) return
  } finally {
    signal.removeEventListener('abort', stop)
  }
  const { rows } = file.written
  await system.work((unit) => endRun(unit, attempt, { state: 'done', total: rows, done: rows }))
}

/** What an attempt before this one has written is no part of this file. */
async function beginAnew(unit: Unit, exportId: string): Promise<StoredExport> {
  const { organisationId } = unit.scope
  await unit.rows('delete from export_parts where organisation_id = ? and export_id = ?', [
    ...[organisationId, exportId],
  ])
  await unit.rows('update exports set bytes = 0 where organisation_id = ? and id = ?', [
    ...[organisationId, exportId],
  ])
  return exportOf(unit, exportId)
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
async function keep(system: Scope, attempt: RunAttempt, { content, written }: StreamedFile) {
  let part = 0
  let pieces: Buffer[] = []
  let size = 0
  const flush = async () => {
    const bytes = Buffer.concat(pieces)
    const kept = await system.work(async (unit) => {
      if (!(await noteRun(unit, attempt, { done: written.rows }))) return false
      await keepPart(unit, { exportId: attempt.runId, part, bytes })
      return true
    })
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
  { exportId, part, bytes }: { exportId: string; part: number; bytes: Buffer }
): Promise<void> {
  const { organisationId } = unit.scope
  await unit.rows('update exports set bytes = bytes + ? where organisation_id = ? and id = ?', [
    ...[bytes.length, organisationId, exportId],
  ])
  await unit.table('export_parts').insert({
    organisation_id: organisationId,
    id: uuidv7(),
    export_id: exportId,
    part,
    content: bytes,
  })
}
