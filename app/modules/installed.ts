import { readdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ModuleManifest } from './define.ts'
import { orderByRequirement } from './order.ts'
import { checkManifests } from './check/main.ts'

/** A module found in the deployment. */
export interface InstalledModule {
  manifest: ModuleManifest
  folder: string
}

const cache = new Map<string, Promise<InstalledModule[]>>()

/**
 * The modules under `modules/` and `plugins/`, each after those it requires. Boots nothing.
 * @throws E_MODULE_MANIFESTS with every problem of every manifest in one report.
 */
export function readInstalledModules(root: string): Promise<InstalledModule[]> {
  const known = cache.get(root)
  if (known) return known
  const reading = read(root)
  cache.set(root, reading)
  return reading
}

async function read(root: string) {
  const folders = (
    await Promise.all(['modules', 'plugins'].map((parent) => subfolders(join(root, parent))))
  ).flat()
  const found = await Promise.all(folders.map(load))
  const modules = found.filter((module) => module !== null)
  checkManifests(modules)
  return orderByRequirement(modules)
}

async function subfolders(parent: string) {
  if (!existsSync(parent)) return []
  const entries = await readdir(parent, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(parent, entry.name))
}

async function load(folder: string): Promise<InstalledModule | null> {
  const file = ['module.ts', 'module.js'].map((name) => join(folder, name)).find(existsSync)
  if (!file) return null
  const { default: manifest } = (await import(pathToFileURL(file).href)) as {
    default: ModuleManifest
  }
  return { manifest, folder }
}
