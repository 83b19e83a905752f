import { rm, stat } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureAllBranches } from '../../access/branch_limits.ts'
import { KarkhanaError, NotFoundError, RuleError } from '../../errors.ts'
import type { Origin } from '../../identity/services/origin.ts'
import removeFiles from '../../files/jobs/remove_files.ts'
import { discardFile, keepFile, storeFile } from '../../files/store_file.ts'
import { STORED_FILE, type StoredFile } from '../../files/stored_file.ts'
import { noteSecurityEvent } from '../../identity/services/security_events.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { anotherAttempt, dispatchRun, insertRun } from '../../runs/begin.ts'
import type { RunAttempt } from '../../runs/run.ts'
import { OPEN } from '../../runs/states.ts'
import { endRun, failRun, noteRun, takeRun } from '../../runs/work.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { outsideUnit, type Unit } from '../../tenancy/unit.ts'
import exportData from '../jobs/export_data.ts'
import { chosenModules, exportableModules } from './exportable.ts'
import { exportFolder, exportModules, exportName } from './export_modules.ts'
import { mailOwners } from './mail_owners.ts'
import { verifyExport } from './verify_export.ts'

/** Days that the file of an export can be downloaded. */
export const KEPT_DAYS = 7

/** @throws ForbiddenError, BranchLimitedError */
export function ensureMayExport(scope: Scope) {
  scope.ensure('kernel.data.export')
  ensureAllBranches(scope, 'An export')
}

/**
 * Asks for an export; a job writes it. One at a time: a second one while the first is underway is refused.
 * @returns its id
 * @throws ForbiddenError, BranchLimitedError, RuleError naming `modules`, RuleError E_EXPORT_UNDERWAY
 */
export async function requestExport(
  scope: Scope,
  registry: ModuleRegistry,
  ids: readonly string[] | 'all'
): Promise<string> {
  ensureMayExport(scope)
  return scope.work(async (unit) => {
    const { runId, attempt } = await insertExport(unit, registry, ids)
    await dispatchRun(unit, runId, exportData, { exportId: runId, attempt })
    return runId
  })
}

/** Asks for an export and waits until it is written and verified; for commands. */
export async function exportNow(
  scope: Scope,
  registry: ModuleRegistry,
  ids: readonly string[] | 'all'
): Promise<string> {
  ensureMayExport(scope)
  const attempt = await scope.work((unit) => insertExport(unit, registry, ids))
  await writeRequested(scope, attempt, { last: true })
  return attempt.runId
}

/** Has an export written anew that failed or was stopped. @throws those of {@link requestExport} */
export async function retryExport(scope: Scope, id: string): Promise<void> {
  ensureMayExport(scope)
  await scope.work(async (unit) => {
    await ensureNoneOpen(unit)
    const attempt = await anotherAttempt(unit, id, { done: 0 })
    await dispatchRun(unit, id, exportData, { exportId: id, attempt })
  })
}

/** One at a time, also of two that are asked for in the same moment. */
async function ensureNoneOpen(unit: Unit) {
  const { organisationId } = unit.scope
  await unit.rows('select pg_advisory_xact_lock(4712031, hashtext(?))', [organisationId])
  const [open] = await unit.rows(
    // One that a command wrote, and that died with it, stands in nobody's way for long.
    `select id from runs where organisation_id = ? and kind = 'data_export' and state in ${OPEN}
        and (job_id is not null or updated_at > now() - interval '10 minutes')`,
    [organisationId]
  )
  if (!open) return
  throw new RuleError('E_EXPORT_UNDERWAY', 'An export is being written already.', {
    next: 'Wait until it is ready; it stands in the list.',
  })
}

async function insertExport(
  unit: Unit,
  registry: ModuleRegistry,
  ids: readonly string[] | 'all'
): Promise<RunAttempt> {
  const { modules } = await exportableModules(unit, registry)
  const chosen = chosenModules(modules, ids)
  await ensureNoneOpen(unit)
  const { id, attempt } = await insertRun(unit, {
    ...{ kind: 'data_export', module: 'kernel', title: 'Export of all data', total: 100 },
  })
  await unit.table('data_exports').insert({
    organisation_id: unit.scope.organisationId,
    id,
    modules: chosen.map((module) => module.id),
    file: exportName(),
    requested_by: unit.scope.actor.name,
  })
  return { runId: id, attempt }
}

interface Requested {
  modules: string[]
  file: string
  requested_by: string
}

/**
 * @internal Writes a requested export, reads it again, and tells the owners. Doing it again after a crash begins anew.
 * `last`: nobody tries it again when it fails.
 * @throws E_EXPORT_BROKEN when the file does not hold what the database held
 */
export async function writeRequested(
  scope: Scope,
  attempt: RunAttempt,
  { last }: { last: boolean }
): Promise<void> {
  const run = await takeRun(scope, attempt)
  if (!run) return
  const requested = await requestOf(scope, run.id)
  const path = join(exportFolder(scope.organisationId), requested.file)
  await rm(path, { force: true })
  try {
    await writeAndKeep(scope, attempt, requested)
  } catch (error) {
    await rm(path, { force: true })
    if (error instanceof ExportStoppedError) return
    const reason = error instanceof KarkhanaError ? error.message : 'Karkhana could not finish it.'
    if (last) await failRun(scope, attempt, reason)
    throw error
  }
}

async function requestOf(scope: Scope, id: string): Promise<Requested> {
  const [requested] = await scope.read((unit) =>
    unit.rows<Requested>(
      'select modules, file, requested_by from data_exports where organisation_id = ? and id = ?',
      [scope.organisationId, id]
    )
  )
  return requested
}

async function writeAndKeep(scope: Scope, attempt: RunAttempt, requested: Requested) {
  const { runId: id } = attempt
  const folder = exportFolder(scope.organisationId)
  const path = join(folder, requested.file)
  const by = scope.with({ actor: { ...scope.actor, name: requested.requested_by } })
  const written = await exportModules(by, requested.modules, folder, {
    name: requested.file,
    onProgress: (done, of, step) =>
      noteProgress(scope, attempt, Math.round((done / of) * 90), step),
  })
  await noteProgress(scope, attempt, 95, 'Reading it again')
  const { ok, problems, sha256 } = await verifyExport(path, written)
  if (!ok || sha256 !== written.sha256) throw new ExportBrokenError(problems)
  await keepExport(scope, id, path, async (unit, fileId) => {
    if (!(await endRun(unit, attempt, { state: 'done', done: 100 }))) throw new ExportStoppedError()
    await unit.rows(
      `update data_exports
          set rows = ?, digests = ?, sha256 = ?, bytes = ?, file_id = ?, verified_at = now(),
              expires_at = now() + ?::interval
        where organisation_id = ? and id = ?`,
      [
        ...[JSON.stringify(written.rows), JSON.stringify(written.digests), written.sha256],
        ...[written.bytes, fileId, `${KEPT_DAYS} days`, scope.organisationId, id],
      ]
    )
    await mailOwners(unit, { kind: 'exported', id, by: requested.requested_by, ...written })
  })
}

/** Somebody stopped the export; what was written is removed. */
class ExportStoppedError extends Error {}

/** Hands the file to the store, where every node finds it; it takes no room of the organisation. */
async function keepExport(
  scope: Scope,
  id: string,
  path: string,
  note: (unit: Unit, fileId: string) => Promise<void>
) {
  const { size } = await stat(path)
  const file = await storeFile(scope, {
    purpose: 'kernel.data_export',
    type: 'application/zip',
    content: { path, bytes: size },
    counted: false,
  })
  try {
    await scope.work(async (unit) => {
      await note(unit, file.id)
      await keepFile(unit, file.id, { table: 'data_exports', id })
    })
  } catch (error) {
    await discardFile(scope, file.id)
    throw error
  }
  await rm(path, { force: true })
}

/** The file that was written is not what the database held; it is removed. */
class ExportBrokenError extends KarkhanaError {
  constructor(problems: string[]) {
    super('E_EXPORT_BROKEN', 500, `The export was written wrongly: ${problems.join(' ')}`, {
      next: 'Nothing is lost. Ask for it again; look at the disk when it happens twice.',
    })
  }
}

/** In a transaction of its own, beside the snapshot. @throws ExportStoppedError when it was stopped */
async function noteProgress(scope: Scope, attempt: RunAttempt, percent: number, note: string) {
  const goesOn = await outsideUnit(() =>
    scope.work((unit) => noteRun(unit, attempt, { done: percent, note }))
  )
  if (!goesOn) throw new ExportStoppedError()
}

/** A file to be sent: from the store, or from this machine, where exports of earlier versions lie. */
export interface Download {
  stored: StoredFile | null
  path: string
  name: string
  bytes: number
}

/**
 * The file of a verified export. That it was taken is noted and mailed to the owners first.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError, RuleError E_EXPORT_GONE
 */
export async function downloadExport(scope: Scope, id: string, origin: Origin): Promise<Download> {
  ensureMayExport(scope)
  scope.ensureMayWrite()
  return scope.work(async (unit) => {
    const [found] = await unit.rows<{
      file: string
      fileId: string | null
      bytes: string
      kept: boolean
      day: string
    }>(
      `select file, file_id as "fileId", bytes::text as bytes, verified_at is not null and removed_at is null and expires_at > now() as kept,
              to_char(created_at, 'YYYY-MM-DD') as day
         from data_exports where organisation_id = ? and id = ? for update`,
      [scope.organisationId, id]
    )
    if (!found) throw new NotFoundError('export')
    const path = join(exportFolder(scope.organisationId), found.file)
    const stored = found.fileId ? await storedExport(unit, found.fileId) : null
    if (!found.kept || (!stored && !existsSync(path))) {
      throw new RuleError('E_EXPORT_GONE', 'The file of this export is not there any more.', {
        next: `Files are kept for ${KEPT_DAYS} days. Make a new export.`,
      })
    }
    await unit.rows(
      `update data_exports set downloads = downloads + 1, downloaded_at = now()
        where organisation_id = ? and id = ?`,
      [scope.organisationId, id]
    )
    await noteSecurityEvent(
      {
        kind: 'data.downloaded',
        userId: scope.actor.kind === 'user' ? scope.actor.id : null,
        organisationId: scope.organisationId,
        details: { by: scope.actor.name, export: id },
      },
      origin,
      unit.trx
    )
    await mailOwners(unit, { kind: 'downloaded', id, by: scope.actor.name })
    return { stored, path, name: `karkhana-export-${found.day}.zip`, bytes: Number(found.bytes) }
  })
}

async function storedExport(unit: Unit, id: string): Promise<StoredFile | null> {
  const [file] = await unit.rows<StoredFile>(
    `select ${STORED_FILE} from stored_files where organisation_id = ? and id = ? and state = 'kept'`,
    [unit.scope.organisationId, id]
  )
  return file ?? null
}

/** Removes the files of the organisation whose days are over. @returns how many */
export async function removeExpired(scope: Scope): Promise<number> {
  const expired = await scope.work(async (unit) => {
    const rows = await unit.rows<{ file: string }>(
      `update data_exports set removed_at = now(), file_id = null
        where organisation_id = ? and removed_at is null and expires_at <= now() returning file`,
      [scope.organisationId]
    )
    if (rows.length > 0) await unit.dispatch(removeFiles, {}, { uniqueKey: 'files' })
    return rows
  })
  // Copies that were made for somebody at this machine
  for (const { file } of expired) {
    await rm(join(exportFolder(scope.organisationId), file), { force: true })
  }
  return expired.length
}
