/**
 * What `node_modules` is compared with, and how. Reads files only; nothing here runs a program.
 */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** Written after a complete installation, and only then. */
const STAMP = 'node_modules/.karkhana-setup'

/** The fields of a manifest that decide what npm installs; scripts and exports do not. */
const DEPENDENCY_FIELDS = [
  'name',
  'version',
  'workspaces',
  'bin',
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
  'allowScripts',
]

/**
 * Reads a JSON file; a missing or half-written file gives null.
 *
 * @param {string} file
 */
export function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    const unusable = ['ENOENT', 'ENOTDIR'].includes(error.code) || error instanceof SyntaxError
    if (unusable) return null
    throw error
  }
}

/**
 * Folders of the workspaces that exist on disk, relative to the root, sorted. Understands `folder` and
 * `folder/*`, the two forms this project uses.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function workspaceFolders(root) {
  const patterns = readJson(path.join(root, 'package.json'))?.workspaces ?? []
  const folders = patterns.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern]
    const parent = pattern.slice(0, -2)
    const absolute = path.join(root, parent)
    return fs.existsSync(absolute)
      ? fs.readdirSync(absolute).map((name) => `${parent}/${name}`)
      : []
  })
  return folders.filter((folder) => fs.existsSync(path.join(root, folder, 'package.json'))).sort()
}

/**
 * Fingerprint of everything that decides the content of `node_modules`: the lock file and the dependency
 * fields of all manifests.
 *
 * @param {string} root
 */
export function dependencyFingerprint(root) {
  const hash = createHash('sha256')
  const lock = path.join(root, 'package-lock.json')
  hash.update(fs.existsSync(lock) ? fs.readFileSync(lock) : '')
  for (const folder of ['.', ...workspaceFolders(root)]) {
    const manifest = readJson(path.join(root, folder, 'package.json')) ?? {}
    hash.update(JSON.stringify([folder, DEPENDENCY_FIELDS.map((field) => manifest[field] ?? null)]))
  }
  return hash.digest('hex')
}

/**
 * Compares the lock file with npm's own record of what it installed (`node_modules/.package-lock.json`,
 * which npm writes last). Optional packages of other platforms may be absent; everything else must be there
 * in the same version. Returns the names that differ.
 *
 * @param {Record<string, any>} wanted "packages" of package-lock.json
 * @param {Record<string, any>} installed "packages" of node_modules/.package-lock.json
 * @returns {string[]}
 */
export function differingPackages(wanted, installed) {
  return Object.entries(wanted)
    .filter(([location, entry]) => {
      if (!location.includes('node_modules/') || entry.link) return false
      const present = installed[location]
      if (!present) return !entry.optional && !entry.devOptional
      return present.version !== entry.version || present.integrity !== entry.integrity
    })
    .map(([location]) => location)
}

/**
 * The state of `node_modules`.
 *
 * - `stamped`: the last complete set-up was for exactly these manifests and this lock file
 * - `matchesLock`: every package of the lock file is installed and no manifest asks for one it lacks
 * - `missingLinks`: workspace folders without their link in `node_modules`
 *
 * @param {string} root
 * @returns {{ stamped: boolean, matchesLock: boolean, missingLinks: string[] }}
 */
export function inspectDependencies(root) {
  const folders = workspaceFolders(root)
  const missingLinks = folders.filter((folder) => {
    const { name } = readJson(path.join(root, folder, 'package.json')) ?? {}
    return name && !fs.existsSync(path.join(root, 'node_modules', name, 'package.json'))
  })

  const stamp = path.join(root, STAMP)
  const stamped =
    missingLinks.length === 0 &&
    fs.existsSync(stamp) &&
    fs.readFileSync(stamp, 'utf8').trim() === dependencyFingerprint(root)
  if (stamped) return { stamped, matchesLock: true, missingLinks }

  const wanted = readJson(path.join(root, 'package-lock.json'))?.packages
  const installed = readJson(path.join(root, 'node_modules/.package-lock.json'))?.packages
  const matchesLock =
    Boolean(wanted && installed) &&
    differingPackages(wanted, installed).length === 0 &&
    ['.', ...folders].every((folder) => unlockedDependencies(root, folder, wanted).length === 0)
  return { stamped, matchesLock, missingLinks }
}

/**
 * Dependencies that a manifest names and the lock file does not hold.
 */
function unlockedDependencies(root, folder, packages) {
  const manifest = readJson(path.join(root, folder, 'package.json')) ?? {}
  const locked = folder === '.' ? packages[''] : packages[folder]
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  const ranges = { ...locked?.dependencies, ...locked?.devDependencies }
  return names.filter((name) => {
    if (packages[`node_modules/${name}`]?.link) return false
    const range = manifest.dependencies?.[name] ?? manifest.devDependencies?.[name]
    return locked ? ranges[name] !== range : !packages[`node_modules/${name}`]
  })
}

/**
 * Links workspace folders into `node_modules`, as npm does. Returns the names linked.
 *
 * @param {string} root
 * @param {string[]} folders
 */
export function linkWorkspaces(root, folders) {
  return folders.map((folder) => {
    const { name } = readJson(path.join(root, folder, 'package.json'))
    const link = path.join(root, 'node_modules', name)
    fs.mkdirSync(path.dirname(link), { recursive: true })
    fs.rmSync(link, { recursive: true, force: true })
    fs.symlinkSync(path.relative(path.dirname(link), path.join(root, folder)), link, 'junction')
    return name
  })
}

/**
 * Marks the installation as complete.
 *
 * @param {string} root
 */
export function writeStamp(root) {
  fs.writeFileSync(path.join(root, STAMP), `${dependencyFingerprint(root)}\n`)
}
