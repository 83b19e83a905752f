import { Readable } from 'node:stream'
import type { Origin } from '../../identity/services/origin.ts'
import { listNamed } from '../../lists/registry.ts'
import { countList } from '../../lists/read_lists.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { StoredRun } from '../../runs/run.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { exporterNamed } from '../definitions.ts'
import { ExportNotReadyError } from '../errors.ts'
import { exportName, noteExport, TYPES, type StreamedFile } from '../export.ts'
import { NOBODY } from '../../runs/find.ts'
import { anotherAttempt, dispatchRun, insertRun } from '../../runs/begin.ts'
import { stopRun } from '../../runs/manage.ts'
import writeExportJob from './jobs/write_export.ts'
import {
  exportView,
  findExport,
  type ExportSource,
  type ExportView,
  type StoredExport,
} from './stored_export.ts'

/** Rows that a person waits for at a page; more are left to a job. A program waits for any number. */
export const WAITED_FOR = { rows: 50_000 }
/** Exports that the page shows; they are kept for a week. */
const SHOWN = 10

/**
 * Has a job write an export; who asked is told when it is there. Noted among the security events now.
 * @throws NotFoundError, ForbiddenError
 */
export async function beginExport(
  scope: Scope,
  registry: ModuleRegistry,
  asked: ExportSource,
  origin: Origin
): Promise<ExportView> {
  const { title, module } = await titleOf(scope, registry, asked)
  await noteExport(scope, title, asked.format, origin)
  const fileName = exportName(scope, title, asked.format)
  return scope.work(async (unit) => {
    const { id, attempt } = await insertRun(unit, { kind: 'export', module, title: fileName })
    await unit.table('exports').insert({
      organisation_id: scope.organisationId,
      id,
      source: asked.source,
      name: asked.name,
      choice: JSON.stringify(asked.choice),
      format: asked.format,
      title,
      file_name: fileName,
    })
    await dispatchRun(unit, id, writeExportJob, { exportId: id, attempt })
    return readExport(unit, id)
  })
}

async function readExport(unit: Unit, id: string): Promise<ExportView> {
  const { stored, run } = await findExport(unit, id)
  return exportView(stored, run)
}

/** What an export is called and whose it is. @throws NotFoundError when the reader may not take it */
async function titleOf(scope: Scope, registry: ModuleRegistry, { source, name }: ExportSource) {
  if (source === 'exporter') {
    const { module, value } = await exporterNamed(scope, registry, name)
    return { title: value.label, module: module.id }
  }
  const list = await listNamed(scope, registry, name)
  return { title: list.label ?? list.name, module: name.split('.')[0] }
}

/** Whether an export has so many rows that a person should not wait for it. */
export async function isLong(
  scope: Scope,
  registry: ModuleRegistry,
  { source, name, choice }: ExportSource
): Promise<boolean> {
  if (source === 'list') {
    const list = await listNamed(scope, registry, name)
    const { count } = await countList(scope, list, choice)
    return count > WAITED_FOR.rows
  }
  const { table } = (await exporterNamed(scope, registry, name)).value
  if (!table) return false
  return scope.read(async (unit) => {
    const [{ count }] = await unit.rows<{ count: number }>(
      `select count(*)::int as count from (select 1 from ${table} limit ?) as rows`,
      [WAITED_FOR.rows + 1]
    )
    return count > WAITED_FOR.rows
  })
}

/** The reader's own exports, the newest first. */
export async function listExports(scope: Scope): Promise<ExportView[]> {
  const rows = await scope.read((unit) =>
    unit.rows<StoredExport & StoredRun>(
      `select r.id, e.title, e.file_name, e.format, e.bytes, r.state, r.done, r.failure, r.created_at
         from runs r join exports e on e.organisation_id = r.organisation_id and e.id = r.id
        where r.organisation_id = ? and r.member_id = ?::uuid order by r.created_at desc, r.id desc limit ?`,
      [scope.organisationId, scope.actor.memberId ?? NOBODY, SHOWN]
    )
  )
  return rows.map((row) => exportView(row, row))
}

/**
 * The file of an export, part by part, so that its length costs no memory.
 * @throws NotFoundError, ExportNotReadyError
 */
export async function exportedFile(scope: Scope, id: string): Promise<StreamedFile> {
  const { run, stored } = await scope.read((unit) => findExport(unit, id))
  if (run.state !== 'done') throw new ExportNotReadyError(run.failure)
  async function* parts() {
    for (let part = 0; ; part++) {
      const [row] = await scope.read((unit) =>
        unit.rows<{ content: Buffer }>(
          'select content from export_parts where organisation_id = ? and export_id = ? and part = ?',
          [scope.organisationId, id, part]
        )
      )
      if (!row) return
      yield row.content
    }
  }
  return {
    name: stored.file_name,
    type: TYPES[stored.format],
    content: Readable.from(parts(), { objectMode: false }),
    written: { rows: run.done },
  }
}

/** Stops an export that is written; what is there already stays. @throws NotFoundError */
export async function cancelExport(scope: Scope, id: string): Promise<ExportView> {
  return scope.work(async (unit) => {
    await stopRun(unit, (await findExport(unit, id)).run)
    return readExport(unit, id)
  })
}

/** Has an export written anew that failed or was stopped. @throws NotFoundError when the reader may not take it */
export async function retryExport(
  scope: Scope,
  registry: ModuleRegistry,
  id: string
): Promise<void> {
  const { stored } = await scope.read((unit) => findExport(unit, id))
  await titleOf(scope, registry, stored)
  await scope.work(async (unit) => {
    const attempt = await anotherAttempt(unit, id, { done: 0 })
    await dispatchRun(unit, id, writeExportJob, { exportId: id, attempt })
  })
}
