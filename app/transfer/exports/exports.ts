import { Readable } from 'node:stream'
import { v7 as uuidv7 } from 'uuid'
import type { Origin } from '../../identity/services/origin.ts'
import { listNamed } from '../../lists/registry.ts'
import { countList } from '../../lists/read_lists.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { exporterNamed } from '../definitions.ts'
import { ExportNotReadyError } from '../errors.ts'
import { exportName, noteExport, TYPES, type StreamedFile } from '../export.ts'
import { NOBODY } from '../import_record.ts'
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
  const { kind, id: actorId, name, memberId } = scope.actor
  const id = uuidv7({ msecs: scope.now().toMillis() })
  return scope.work(async (unit) => {
    await unit.table('exports').insert({
      organisation_id: scope.organisationId,
      id,
      source: asked.source,
      name: asked.name,
      module_id: module,
      choice: JSON.stringify(asked.choice),
      format: asked.format,
      title,
      member_id: memberId,
      actor: JSON.stringify({ kind, id: actorId, name, memberId }),
      permissions: [...scope.permissions],
      file_name: exportName(scope, title, asked.format),
    })
    await unit.dispatch(writeExportJob, { exportId: id })
    return exportView(await findExport(unit, id))
  })
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
    unit.rows<StoredExport>(
      'select * from exports where member_id = ?::uuid order by created_at desc, id desc limit ?',
      [scope.actor.memberId ?? NOBODY, SHOWN]
    )
  )
  return rows.map(exportView)
}

/**
 * The file of an export, part by part, so that its length costs no memory.
 * @throws NotFoundError, ExportNotReadyError
 */
export async function exportedFile(scope: Scope, id: string): Promise<StreamedFile> {
  const stored = await scope.read((unit) => findExport(unit, id))
  if (stored.state !== 'done') throw new ExportNotReadyError(stored.failure)
  async function* parts() {
    for (let part = 0; ; part++) {
      const [row] = await scope.read((unit) =>
        unit.rows<{ content: Buffer }>(
          'select content from export_parts where export_id = ? and part = ?',
          [id, part]
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
    written: { rows: stored.rows_written },
  }
}

/** Stops an export that is written. What is there already stays. @throws NotFoundError */
export async function cancelExport(scope: Scope, id: string): Promise<ExportView> {
  return scope.work(async (unit) => {
    await findExport(unit, id)
    await unit.rows(
      `update exports set state = 'cancelled', finished_at = now() where id = ? and state = 'writing'`,
      [id]
    )
    await unit.rows(
      `delete from export_parts where export_id = (select id from exports where id = ? and state = 'cancelled')`,
      [id]
    )
    return exportView(await findExport(unit, id))
  })
}
