import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** Written next to the assets after a complete build. */
const STAMP = 'public/assets/.stamp.json'

/** Sources that always belong to the browser's half. */
const WHOLE_FOLDERS = ['resources']
const MODULE_FOLDERS = ['pages', 'slots']
const SINGLE_FILES = ['vite.config.ts', 'package-lock.json', 'resources/tsconfig.json']

/** Icons are bundled by name, wherever a source names them; manifests of modules name menu icons. */
const ICON_NAME = /\bi-[a-z0-9]+(?:-[a-z0-9]+)+|\blucide:[a-z0-9-]+/g

/** What is remembered about the last build. */
export interface AssetStamp {
  fingerprint: string
  /** Source files that the last build pulled in, relative to the root. */
  bundled: string[]
}

/** Reads the stamp of the last complete build; null when there was none. */
export function readAssetStamp(root: string): AssetStamp | null {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, STAMP), 'utf8')) as AssetStamp
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (missing || error instanceof SyntaxError) return null
    throw error
  }
}

/** Marks the assets as built from the present sources. */
export function writeAssetStamp(root: string, bundled: string[]): void {
  const stamp: AssetStamp = { fingerprint: assetFingerprint(root, bundled), bundled }
  fs.writeFileSync(path.join(root, STAMP), JSON.stringify(stamp))
}

/**
 * Fingerprint of everything the assets are made of: pages, slots, shared components, the configuration, the
 * installed packages, further files that the last build pulled in, and the icon names in server code.
 *
 * @param bundled files of the last build, relative to the root
 */
export function assetFingerprint(root: string, bundled: string[]): string {
  const packages = ['modules', 'plugins'].flatMap((parent) =>
    listFolder(path.join(root, parent)).map((name) => `${parent}/${name}`)
  )
  const sources = new Set([
    ...SINGLE_FILES,
    ...WHOLE_FOLDERS.flatMap((folder) => filesBelow(root, folder)),
    ...packages.flatMap((folder) =>
      MODULE_FOLDERS.flatMap((name) => filesBelow(root, `${folder}/${name}`))
    ),
    ...bundled,
  ])
  const servers = ['app', ...packages]
    .flatMap((folder) => filesBelow(root, folder))
    .filter((file) => /\.(ts|js)$/.test(file) && !sources.has(file) && !file.includes('/tests/'))

  const hash = createHash('sha256')
  for (const file of [...sources].sort()) {
    const absolute = path.join(root, file)
    hash.update(`${file}\0`).update(fs.existsSync(absolute) ? fs.readFileSync(absolute) : '')
  }
  const icons = servers.flatMap(
    (file) => fs.readFileSync(path.join(root, file), 'utf8').match(ICON_NAME) ?? []
  )
  return hash.update([...new Set(icons)].sort().join('\n')).digest('hex')
}

function filesBelow(root: string, folder: string): string[] {
  const absolute = path.join(root, folder)
  if (!fs.existsSync(absolute)) return []
  return fs
    .readdirSync(absolute, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(root, `${folder}/${entry.name}`)
        : [`${folder}/${entry.name}`]
    )
}

function listFolder(folder: string): string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : []
}
