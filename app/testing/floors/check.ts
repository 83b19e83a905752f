import fs from 'node:fs'
import path from 'node:path'
import { readImports } from './imports.ts'
import { floorOf, KERNEL, packageOf, readPackages, UI, type WorkspacePackage } from './packages.ts'

/** An import that leaves its floor. */
export interface Violation {
  /** Relative to the root. */
  file: string
  line: number
  specifier: string
  /** Why it is forbidden and what to do instead. */
  reason: string
}

/** Folders that belong to no package and see everything; `resources` sees the packages only. */
const TOP_FOLDERS = [
  'modules',
  'plugins',
  'resources',
  'config',
  'start',
  'database',
  'tests',
  'bin',
]

/**
 * Checks every TypeScript and Vue file below the packages (`app`, `resources/ui`, `modules/*`, `plugins/*`). Tests of
 * a package obey the same rules, except that they may use the helpers in `tests/`. Packages of npm are not judged.
 *
 * @param only folders to judge, relative to the root; also such that lie elsewhere
 */
export function checkFloors(
  root: string,
  only?: string[]
): { violations: Violation[]; files: number } {
  const packages = readPackages(root, only)
  const judged = only ? packages.filter(({ folder }) => only.includes(folder)) : packages
  let files = 0
  const violations = judged.flatMap((owner) =>
    sourceFiles(path.join(root, owner.folder)).flatMap((file) => {
      files++
      const relative = path.relative(root, file).replaceAll(path.sep, '/')
      return readImports(file).flatMap(({ specifier, line, typeOnly }) => {
        const reason = judge({ root, owner, packages, file: relative, specifier, typeOnly })
        return reason ? [{ file: relative, line, specifier, reason }] : []
      })
    })
  )
  return { violations, files }
}

/** One import, with everything that decides whether it is allowed. */
interface Judged {
  root: string
  owner: WorkspacePackage
  packages: WorkspacePackage[]
  file: string
  specifier: string
  typeOnly: boolean
}

/** Null when the import is allowed, else why it is not and what to do instead. */
function judge(judged: Judged): string | null {
  const { specifier, owner } = judged
  if (specifier.startsWith('.') || specifier.startsWith('/')) return judgePath(judged)
  if (specifier.startsWith('#')) {
    const ui = owner.kind === 'ui' || isPage(judged.file)
    if (ui && specifier.startsWith('#build/ui')) return null
    return `an alias of another package; import from ${KERNEL} or by a relative path`
  }
  return judgePackage(judged)
}

/** A relative import must stay inside its package. */
function judgePath({ root, owner, packages, file, specifier }: Judged): string | null {
  const target = path.posix.join(path.posix.dirname(file), specifier)
  if (`${target}/`.startsWith(`${owner.folder}/`) && !ownedByNested(target, owner, packages)) {
    return null
  }
  if (/\/tests\//.test(file) && target.startsWith('tests/helpers/')) return null

  const other = packageOf(target, packages)
  if (other) return `a relative path into ${other.name}; import "${other.name}" by its name`
  const top = target.split('/')[0]
  if (owner.kind === 'kernel' && TOP_FOLDERS.includes(top)) {
    return `the kernel knows nothing above it; let ${top}/ hand it in through a provider or a parameter`
  }
  const exists = fs.existsSync(path.join(root, top))
  return exists
    ? `a relative path out of ${owner.name}; only ${KERNEL} and ${UI} may be used, by their names`
    : `a relative path out of ${owner.name}`
}

function ownedByNested(target: string, owner: WorkspacePackage, packages: WorkspacePackage[]) {
  const inner = packageOf(target, packages)
  return inner !== undefined && inner !== owner
}

/** An import by package name obeys the floors and the exports map. */
function judgePackage({ owner, packages, file, specifier, typeOnly }: Judged): string | null {
  const target = packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`))
  if (!target) {
    if (specifier === DATABASE && isModule(owner) && !/\/tests\//.test(file)) {
      return 'a query past the scope finds no row; ask the unit that scope.read and scope.work hand over'
    }
    if (!specifier.startsWith('@karkhana/')) return null
    return 'no package of that name; check the spelling or install the module'
  }
  const subpath = `.${specifier.slice(target.name.length)}`

  if (target !== owner) {
    const forbidden = judgeFloor(owner, target, subpath, typeOnly, file)
    if (forbidden) return forbidden
  }
  if (target.exports && !isExported(subpath, target.exports)) {
    return `not in the exports of ${target.name}; use a listed entry or add one to ${target.folder}/package.json`
  }
  return null
}

/** The connection itself, which belongs to no organisation. */
const DATABASE = '@adonisjs/lucid/services/db'

const isModule = ({ kind }: WorkspacePackage) => kind === 'module' || kind === 'plugin'

function judgeFloor(
  owner: WorkspacePackage,
  target: WorkspacePackage,
  subpath: string,
  typeOnly: boolean,
  file: string
): string | null {
  if (owner.kind === 'kernel') {
    return `the kernel knows nothing above it; let ${floorOf(target)} register itself through its manifest`
  }
  if (owner.kind === 'ui') {
    if (target.kind !== 'kernel') {
      return `shared components know no module; take the value as a prop or a slot`
    }
    return typeOnly ? null : 'shared components take types from the kernel only; use "import type"'
  }
  if (target.kind === 'kernel') {
    return null
  }
  if (target.kind === 'ui') {
    const rendered = isPage(file)
    return rendered || typeOnly
      ? null
      : `components belong into pages/ and slots/; server code imports no ${UI}`
  }
  if (owner.kind === 'module' && target.kind === 'plugin') {
    return 'a module does not know plugins; offer a slot, an event or a contract instead'
  }
  if (subpath !== './contracts') {
    return `another module is used through its contract; import type from "${target.name}/contracts" and resolve it by the scope`
  }
  return typeOnly
    ? null
    : `contracts are types; write: import type … from "${target.name}/contracts"`
}

function isPage(file: string): boolean {
  return file.endsWith('.vue') || /^(modules|plugins)\/[^/]+\/(pages|slots|tests)\//.test(file)
}

function isExported(subpath: string, exports: string[]): boolean {
  return exports.some((key) => {
    const star = key.indexOf('*')
    if (star === -1) return key === subpath
    return subpath.startsWith(key.slice(0, star)) && subpath.endsWith(key.slice(star + 1))
  })
}

function sourceFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !['node_modules', 'fixtures', 'build'].includes(name))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name)
      if (entry.isDirectory()) return sourceFiles(file)
      return /\.(ts|vue)$/.test(entry.name) ? [file] : []
    })
}
