import { readdir, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { KarkhanaError } from '../errors.ts'
import { manifestProblems, reportOf, type ManifestProblems } from './check/main.ts'
import type { ModuleManifest } from './manifest.ts'
import { orderByRequirement } from './order.ts'

/** A module found in the deployment. */
export interface InstalledModule {
  manifest: ModuleManifest
  folder: string
}

/** What lies in `modules/` and `plugins/`. */
export interface Deployment {
  /** Sound modules, each after those it requires. */
  modules: InstalledModule[]
  /** Modules that stay out of order, with the reasons: their authors allow the rest to run without them. */
  broken: ManifestProblems
}

const cache = new Map<string, Promise<Deployment>>()

/**
 * Reads the manifests below `root`; boots nothing. A module with problems stops everything, unless it says
 * `onBootFailure: 'quarantine'`: then it is left out, with those that require it.
 * @throws E_MODULE_MANIFESTS with every problem of every manifest in one report, E_MODULE_CYCLE
 */
export function readDeployment(root: string): Promise<Deployment> {
  const key = [root, ...extraFolders()].join(delimiter)
  const known = cache.get(key)
  if (known) return known
  const reading = read(root)
  cache.set(key, reading)
  return reading
}

/** The sound modules of the deployment, each after those it requires. */
export async function readInstalledModules(root: string): Promise<InstalledModule[]> {
  return (await readDeployment(root)).modules
}

/** Every problem of every manifest below `root`, also of those that would be left out. Throws nothing. */
export async function findManifestProblems(root: string): Promise<ManifestProblems> {
  const { modules, unreadable } = await find(root)
  const readable = [...unreadable].map(([id, { problem }]): [string, string[]] => [id, [problem]])
  return new Map([...readable, ...manifestProblems(modules)])
}

/** The modules below `root` with everything that is wrong, and which of them would only be left out. Throws nothing. */
export async function examineDeployment(root: string): Promise<{
  found: string[]
  problems: ManifestProblems
  leftOut: ReadonlySet<string>
}> {
  const { modules, unreadable } = await find(root)
  const { sound, broken, fatal } = separate(modules, unreadable)
  const problems = await findManifestProblems(root)
  try {
    if (fatal.length === 0) orderByRequirement(sound)
  } catch (error) {
    problems.set('requires', [(error as Error).message])
  }
  const found = [...modules.map(({ manifest, folder }) => manifest?.id ?? basename(folder))]
  return { found: [...found, ...unreadable.keys()], problems, leftOut: new Set(broken.keys()) }
}

async function read(root: string): Promise<Deployment> {
  const { modules, unreadable } = await find(root)
  const { sound, broken, fatal } = separate(modules, unreadable)
  if (fatal.length > 0) {
    throw new KarkhanaError('E_MODULE_MANIFESTS', 500, fatal.join('\n'), {
      next: 'Correct the module.ts files named above; docs/plugins/contract explains every key.',
    })
  }
  return { modules: orderByRequirement(sound), broken }
}

/** Parts what runs, what is left out and what stops everything. */
function separate(modules: InstalledModule[], unreadable: Map<string, Unreadable>) {
  const broken: ManifestProblems = new Map()
  const fatal: string[] = []
  for (const [id, { problem, dispensable }] of unreadable) {
    if (dispensable) broken.set(id, [problem])
    else fatal.push(`${id}: ${problem}`)
  }
  return { sound: leaveOut(modules, broken, fatal), broken, fatal }
}

/** Takes broken modules out until the rest is sound: whoever requires one of them goes with it. */
function leaveOut(modules: InstalledModule[], broken: ManifestProblems, fatal: string[]) {
  let sound = modules
  for (;;) {
    const problems = manifestProblems(sound)
    if (problems.size === 0) return sound
    const leaving = new Set<string>()
    for (const [id, found] of problems) {
      const module = sound.find(({ manifest }) => manifest.id === id)
      const follows = Object.keys(module?.manifest.requires ?? {}).some((each) => broken.has(each))
      if (module?.manifest.onBootFailure === 'quarantine' || follows) {
        broken.set(id, found)
        leaving.add(id)
      } else {
        fatal.push(...reportOf(new Map([[id, found]])))
      }
    }
    if (leaving.size === 0) return sound
    sound = sound.filter(({ manifest }) => !leaving.has(manifest.id))
    if (fatal.length > 0) return sound
  }
}

interface Unreadable {
  problem: string
  dispensable: boolean
}

async function find(root: string) {
  const folders = (
    await Promise.all(
      [join(root, 'modules'), join(root, 'plugins'), ...extraFolders()].map(subfolders)
    )
  ).flat()
  const modules: InstalledModule[] = []
  const unreadable = new Map<string, Unreadable>()
  for (const folder of folders) {
    try {
      const manifest = await load(folder)
      if (manifest) modules.push({ manifest, folder })
    } catch (error) {
      const problem = `module.ts could not be read: ${(error as Error).message}`
      unreadable.set(basename(folder), { problem, dispensable: await isDispensable(folder) })
    }
  }
  return { modules, unreadable }
}

/** Outside production, further folders of modules: fixtures of tests and benches (`KARKHANA_EXTRA_MODULES`). */
function extraFolders(): string[] {
  const { KARKHANA_EXTRA_MODULES: extra, NODE_ENV } = process.env
  return extra && NODE_ENV !== 'production' ? extra.split(delimiter) : []
}

async function subfolders(parent: string) {
  if (!existsSync(parent)) return []
  const entries = await readdir(parent, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(parent, entry.name))
}

async function load(folder: string): Promise<ModuleManifest | null> {
  const file = ['module.ts', 'module.js'].map((name) => join(folder, name)).find(existsSync)
  if (!file) return null
  const { default: manifest } = (await import(pathToFileURL(file).href)) as {
    default: ModuleManifest
  }
  return manifest
}

/** A manifest that cannot be read cannot say so itself: `"karkhana": { "onBootFailure": "quarantine" }`. */
async function isDispensable(folder: string): Promise<boolean> {
  try {
    const text = await readFile(join(folder, 'package.json'), 'utf8')
    const { karkhana } = JSON.parse(text) as { karkhana?: { onBootFailure?: string } }
    return karkhana?.onBootFailure === 'quarantine'
  } catch {
    // Without a package.json that can be read the module said nothing: the strict rule holds.
    return false
  }
}
