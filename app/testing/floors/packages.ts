import fs from 'node:fs'
import path from 'node:path'

export const KERNEL = '@karkhana/kernel'
export const UI = '@karkhana/ui'

/** A package of this repository and its place in the house. */
export interface WorkspacePackage {
  name: string
  /** Relative to the root, with forward slashes. */
  folder: string
  kind: 'kernel' | 'ui' | 'module' | 'plugin'
  /** Keys of the exports map; null when the package has none and can be imported as a whole. */
  exports: string[] | null
}

/** All packages of the repository: the kernel, the components, modules and plugins. */
export function readPackages(root: string, further: string[] = []): WorkspacePackage[] {
  const fixed: [string, WorkspacePackage['kind']][] = [
    ['app', 'kernel'],
    ['resources/ui', 'ui'],
  ]
  const folders: [string, WorkspacePackage['kind']][] = [
    ...fixed,
    ...subfolders(root, 'modules').map((folder): [string, 'module'] => [folder, 'module']),
    ...subfolders(root, 'plugins').map((folder): [string, 'plugin'] => [folder, 'plugin']),
  ]
  const known = new Set<string>(folders.map(([folder]) => folder))
  for (const folder of further) if (!known.has(folder)) folders.push([folder, 'plugin'])
  return folders.flatMap(([folder, kind]) => {
    const file = path.join(root, folder, 'package.json')
    if (!fs.existsSync(file)) return []
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as {
      name: string
      exports?: string | Record<string, unknown>
    }
    return [{ name: manifest.name, folder, kind, exports: exportKeys(manifest.exports) }]
  })
}

function exportKeys(exports: string | Record<string, unknown> | undefined): string[] | null {
  if (exports === undefined) return null
  return typeof exports === 'string' ? ['.'] : Object.keys(exports)
}

function subfolders(root: string, parent: string): string[] {
  const folder = path.join(root, parent)
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${parent}/${entry.name}`)
    .sort()
}

/** The package a file belongs to. */
export function packageOf(
  file: string,
  packages: WorkspacePackage[]
): WorkspacePackage | undefined {
  return packages.find(({ folder }) => file === folder || file.startsWith(`${folder}/`))
}

/** How a package is called in a message. */
export function floorOf(target: WorkspacePackage): string {
  return target.kind === 'ui' ? 'the user interface' : `the ${target.kind} ${target.name}`
}
