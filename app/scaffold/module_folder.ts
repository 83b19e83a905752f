import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { NotFoundError } from '../errors.ts'
import { readInstalledModules } from '../modules/installed.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import { CannotEditError, PartNeedsError } from './errors.ts'

/** A module of this checkout that an author is working on. */
export interface AuthoredModule {
  id: string
  /** Relative to the root: `plugins/feedback`. */
  folder: string
  manifest: ModuleManifest
}

/**
 * The module of this id with its sources.
 * @throws NotFoundError when it is not in this checkout
 * @throws CannotEditError when it was added as a package, without sources
 */
export async function authoredModule(root: string, id: string): Promise<AuthoredModule> {
  const folder = ['modules', 'plugins'].map((parent) => `${parent}/${id}`).find(hasManifest(root))
  if (!folder) throw new NotFoundError('module', 'module')
  const file = join(root, folder, 'module.ts')
  if (!existsSync(file)) {
    throw new CannotEditError(folder, 'module.ts', 'in the sources of the package, at its author')
  }
  // The author may have changed it since it was read: a changed file has another address
  const { mtimeMs, size } = statSync(file)
  const address = `${pathToFileURL(file).href}?changed=${mtimeMs}-${size}`
  const { default: manifest } = (await import(address)) as { default: ModuleManifest }
  return { id, folder, manifest }
}

const hasManifest = (root: string) => (folder: string) =>
  ['module.ts', 'module.js'].some((name) => existsSync(join(root, folder, name)))

/** Manifests of all modules of this checkout, to look up what they offer. */
export async function installedManifests(root: string): Promise<ModuleManifest[]> {
  return (await readInstalledModules(root)).map(({ manifest }) => manifest)
}

/**
 * The permission that a new part asks for: the one that was named, else the first of the module that only reads.
 * @throws PartNeedsError
 */
export function permissionOf(
  { manifest }: AuthoredModule,
  named: string | undefined,
  { reads = true } = {}
): string {
  const { permissions, id } = manifest
  if (named) {
    if (permissions.some((each) => each.id === named)) return named
    throw new PartNeedsError(
      `${id} declares no permission "${named}".`,
      `Choose one of: ${permissions.map((each) => each.id).join(', ') || 'none yet'}.`,
      'permission'
    )
  }
  const first = permissions.find((each) => each.reads === reads) ?? permissions[0]
  if (first) return first.id
  throw new PartNeedsError(
    `${id} declares no permission yet.`,
    `Make one first: npm run ace -- make:module:permission ${id} entry.view`
  )
}

/**
 * The table that a new part reads: the one that was named, else the first of the module.
 * @throws PartNeedsError
 */
export function tableOf({ manifest }: AuthoredModule, named: string | undefined): string {
  const tables = Object.keys(manifest.tables)
  const table = named ?? tables[0]
  if (table && tables.includes(table)) return table
  throw new PartNeedsError(
    named ? `${manifest.id} declares no table "${named}".` : `${manifest.id} has no table yet.`,
    tables.length > 0
      ? `Choose one of: ${tables.join(', ')}.`
      : `Make one first: npm run ace -- make:module:migration ${manifest.id} entries`,
    'table'
  )
}

/** `0003` for a module with two migrations. */
export function nextMigration(root: string, { folder }: AuthoredModule): string {
  const migrations = join(root, folder, 'migrations')
  const numbers = existsSync(migrations)
    ? readdirSync(migrations).map((name) => Number(/^(\d+)_/.exec(name)?.[1] ?? 0))
    : []
  return String(Math.max(0, ...numbers) + 1).padStart(4, '0')
}
