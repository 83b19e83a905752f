import { RuleError } from '../../errors.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import {
  attachmentsInRows,
  attachmentsInStore,
  storedContent,
  type StoredAttachment,
} from '../../attachments/exported_files.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { KERNEL_VERSION } from '../../version.ts'
import { dataTables, type DataTable } from '../tables.ts'
import { csv, digestOf, fixRowText, ndjson } from './table_lines.ts'
import { readme, type ExportedFile, type ExportManifest, type Snapshot } from './manifest.ts'
import { kernelFiles } from './kernel_files.ts'
import type { ExportableModule } from './exportable.ts'
import type { ZipWriter } from './zip_writer.ts'

/** Told after each table: how many of all of them are written, and which comes next. */
export type OnProgress = (done: number, of: number, next: string) => Promise<void>

interface Source {
  unit: Unit
  registry: ModuleRegistry
  modules: ExportableModule[]
  notInstalled: string[]
}

/** An export whose tables are written, and whose stored files are not. */
export interface StartedExport {
  snapshot: Snapshot
  manifest: ExportManifest
  stored: StoredAttachment[]
}

/**
 * Writes the tables and files of modules into `zip`, as `unit` sees them: a snapshot. What is in the file store follows
 * by {@link finishExport}, when the snapshot is over.
 */
export async function writeExport(
  { unit, registry, modules, notInstalled }: Source,
  zip: ZipWriter,
  onProgress: OnProgress
): Promise<StartedExport> {
  await fixRowText(unit)
  const { scope } = unit
  const ids = new Set(modules.map(({ id }) => id))
  const tables = dataTables(registry).filter(({ module }) => ids.has(module))
  const extra = await extraFiles(unit, registry, modules)
  const manifest: ExportManifest = {
    format: 'karkhana-export@1',
    organisation: {
      id: scope.organisationId,
      name: scope.organisation.name,
      legalName: scope.organisation.legalName,
    },
    createdAt: zip.at.toISOString(),
    createdBy: scope.actor.name,
    kernel: KERNEL_VERSION,
    modules: await withMigrations(unit, modules),
    files: [],
    withheld: tables
      .filter(({ withheld }) => withheld)
      .map(({ name, withheld }) => ({ table: name, reason: withheld! })),
    notInstalled,
    missing: [],
  }
  const snapshot: Snapshot = { rows: {}, digests: {} }
  for (const { id } of modules) Object.assign(snapshot.rows, { [id]: {} })
  for (const { id } of modules) Object.assign(snapshot.digests, { [id]: {} })

  const exported = tables.filter(({ withheld }) => !withheld)
  for (const [done, table] of exported.entries()) {
    await onProgress(done, exported.length, table.label)
    manifest.files.push(...(await writeTable(unit, table, zip, snapshot)))
  }
  for (const { path, module, content } of extra) {
    manifest.files.push({ path, module, ...(await zip.add(path, [content])) })
  }
  if (!ids.has('kernel')) return { snapshot, manifest, stored: [] }
  for await (const { name, content } of attachmentsInRows(unit)) {
    await addFile(zip, manifest, name, content)
  }
  return { snapshot, manifest, stored: await attachmentsInStore(unit) }
}

/**
 * Adds the files of the store, which never change, and the manifest, which holds the checksums of everything else. A
 * file that is gone keeps no organisation from its data; the manifest names it.
 * @throws FileStoreError
 */
export async function finishExport({ manifest, stored }: StartedExport, zip: ZipWriter) {
  for (const file of stored) {
    const content = await storedContent(file)
    if (typeof content === 'string') manifest.missing.push({ path: file.name, reason: content })
    else await addFile(zip, manifest, file.name, content)
  }
  await zip.add('README.txt', [readme(manifest)])
  await zip.add('manifest.json', [`${JSON.stringify(manifest, null, 2)}\n`])
}

async function addFile(
  zip: ZipWriter,
  manifest: ExportManifest,
  name: string,
  content: Uint8Array
) {
  const path = `kernel/files/${name}`
  manifest.files.push({ path, module: 'kernel', ...(await zip.add(path, [content])) })
}

async function writeTable(
  unit: Unit,
  table: DataTable,
  zip: ZipWriter,
  snapshot: Snapshot
): Promise<ExportedFile[]> {
  const { module, name, secret } = table
  const { rows, digest } = await digestOf(unit, table)
  snapshot.rows[module][name] = rows
  snapshot.digests[module][name] = { digest, hidden: secret }
  const path = `${module}/${name}`
  const lines = await zip.add(`${path}.ndjson`, ndjson(unit, table))
  const sheet = await zip.add(`${path}.csv`, csv(unit, table))
  return [
    { path: `${path}.ndjson`, module, table: name, rows, digest, ...lines },
    { path: `${path}.csv`, module, ...sheet },
  ]
}

interface ExtraFile {
  path: string
  module: string
  content: string | Uint8Array
}

/** What modules keep outside of their tables, in the same snapshot: their hooks read by the open unit. */
async function extraFiles(unit: Unit, registry: ModuleRegistry, modules: ExportableModule[]) {
  const files: ExtraFile[] = []
  for (const { id } of modules) {
    const hook = await registry.get(id)?.manifest.lifecycle.exportData?.()
    const found =
      id === 'kernel' ? await kernelFiles(unit) : ((await hook?.default(unit.scope)) ?? {})
    for (const name of Object.keys(found).sort()) {
      files.push({ path: `${id}/files/${safeName(id, name)}`, module: id, content: found[name] })
    }
  }
  return files
}

/** @throws RuleError when a module names a file that would land outside of its folder */
function safeName(module: string, name: string): string {
  const parts = name.split('/')
  if (parts.every((part) => /^[\w()][\w(). -]*$/.test(part) && part !== '..')) return name
  throw new RuleError('E_EXPORT_FILE_NAME', `The module ${module} names a file "${name}".`, {
    next: 'Names of lifecycle.exportData are letters, digits, dashes, dots and single slashes.',
  })
}

async function withMigrations(unit: Unit, modules: ExportableModule[]) {
  const rows = await unit.rows<{ module: string; names: string[] }>(
    `select module, array_agg(name order by name) as names from kernel_migrations group by module`
  )
  return modules.map((module) => ({
    ...module,
    migrations: rows.find((row) => row.module === module.id)?.names ?? [],
  }))
}
