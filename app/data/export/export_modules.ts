import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { ensureAllBranches } from '../../access/branch_limits.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { readSnapshot } from '../../tenancy/snapshot.ts'
import { chosenModules, exportableModules } from './exportable.ts'
import type { Snapshot } from './manifest.ts'
import { finishExport, writeExport, type OnProgress } from './write_export.ts'
import { ZipWriter, type Written } from './zip_writer.ts'
import { storageFolder } from '../../storage_folder.ts'

/** A file that was written, with what the database held at that instant. */
export interface ExportFile extends Written, Snapshot {
  /** Whole path. */
  path: string
  modules: string[]
}

interface Options {
  /** Name of the file; a random one when left out. */
  name?: string
  onProgress?: OnProgress
}

/**
 * Writes the data of modules of the organisation into a ZIP file in `folder`: one consistent snapshot, streamed, then
 * the files of the store. When it fails, no file is left.
 * @throws ForbiddenError, BranchLimitedError, RuleError naming `modules`
 */
export async function exportModules(
  scope: Scope,
  ids: readonly string[] | 'all',
  folder: string,
  { name = exportName(), onProgress = async () => undefined }: Options = {}
): Promise<ExportFile> {
  scope.ensure('kernel.data.export')
  ensureAllBranches(scope, 'An export')
  const registry = await app.container.make(ModuleRegistry)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, name)
  const zip = new ZipWriter(path, scope.now().toJSDate())
  try {
    const { modules, ...started } = await readSnapshot(scope, async (unit) => {
      const { modules: all, notInstalled } = await exportableModules(unit, registry)
      const chosen = chosenModules(all, ids)
      const source = { unit, registry, modules: chosen, notInstalled }
      return {
        ...(await writeExport(source, zip, onProgress)),
        modules: chosen.map(({ id }) => id),
      }
    })
    await finishExport(started, zip)
    return { path, modules, ...started.snapshot, ...(await zip.finish()) }
  } catch (error) {
    await zip.abort()
    throw error
  }
}

/** A name that nobody guesses. */
export function exportName(): string {
  return `${randomBytes(24).toString('base64url')}.zip`
}

/** Folder of this machine in which exports of an organisation are written, before they go to the file store. */
export function exportFolder(organisationId: string): string {
  return storageFolder(app, 'exports', organisationId)
}
