import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lt, satisfies } from 'semver'
import type { ModuleManifest } from '../modules/manifest.ts'
import { KERNEL_VERSION } from '../version.ts'
import type { ReadPackage } from './read_package.ts'
import type { PackageSummary } from './summary.ts'

/** What adding a package would do. */
export interface AddPlan {
  id: string
  name: string
  version: string
  /** The version that is there; `null` when there is none. */
  from: string | null
  action: 'install' | 'upgrade' | 'downgrade' | 'replace' | 'nothing'
  /** Why it cannot be, each with what to do. */
  refused: string[]
  /** Steps of the schema that would run, in order, with their SQL. */
  migrations: { name: string; sql: string[] }[]
  summary: PackageSummary
  dependencies: Record<string, string>
}

/** What lies in `plugins/<id>`. */
export interface PresentPackage {
  name: string
  version: string
  /** Checksums of its files; `null` for sources that an author works on. */
  files: Record<string, string> | null
  migrations: string[]
}

/** Adds a package that is older than the one that is there, or over sources. */
export interface PlanOptions {
  force?: boolean
}

/** Reads what lies in `plugins/<id>`; `null` when nothing does. */
export function presentPackage(root: string, id: string): PresentPackage | null {
  const file = join(root, 'plugins', id, 'package.json')
  if (!existsSync(join(root, 'plugins', id))) return null
  const found = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as {
        name?: string
        version?: string
        karkhana?: { files?: Record<string, string>; migrations?: { name: string }[] }
      })
    : {}
  const { name = '', version = '0.0.0', karkhana } = found
  return {
    name,
    version,
    files: karkhana?.files ?? null,
    migrations: (karkhana?.migrations ?? []).map((each) => each.name),
  }
}

/**
 * Plans adding `read` to the checkout at `root`, whose sound modules are `installed`. Changes nothing, runs nothing.
 */
export function planAdd(
  root: string,
  read: ReadPackage,
  installed: ModuleManifest[],
  { force = false }: PlanOptions = {}
): AddPlan {
  const { summary, name, dependencies } = read
  const { id, version } = summary
  const present = presentPackage(root, id)
  const action = actionOf(present, read)
  return {
    ...{ id, name, version, summary, dependencies, action },
    from: present?.version ?? null,
    refused: [
      ...kernelRefusals(summary),
      ...placeRefusals(root, read, present, action, force),
      ...requirementRefusals(summary, installed),
    ],
    migrations: summary.migrations
      .filter((step) => !present?.migrations.includes(step.name))
      .map(({ name: step, sql }) => ({ name: step, sql })),
  }
}

function actionOf(present: PresentPackage | null, read: ReadPackage): AddPlan['action'] {
  if (!present) return 'install'
  const { version } = read.summary
  if (present.version !== version) return lt(version, present.version) ? 'downgrade' : 'upgrade'
  const own = [...read.files.keys()].filter((path) => path !== 'package.json').length
  const same =
    present.files !== null &&
    Object.keys(present.files).length === own &&
    Object.entries(present.files).every(([path, sum]) => sum === checksumOf(read, path))
  return same ? 'nothing' : 'replace'
}

function checksumOf(read: ReadPackage, path: string): string | undefined {
  const { karkhana } = JSON.parse(read.files.get('package.json')!.toString('utf8')) as {
    karkhana: { files: Record<string, string> }
  }
  return karkhana.files[path]
}

function kernelRefusals({ kernel, name }: PackageSummary): string[] {
  return satisfies(KERNEL_VERSION, kernel)
    ? []
    : [
        `${name} is made for kernel ${kernel}, this is ${KERNEL_VERSION}; ask its maker for a version for this kernel, or upgrade Karkhana`,
      ]
}

function placeRefusals(
  root: string,
  { name, summary: { id, version } }: ReadPackage,
  present: PresentPackage | null,
  action: AddPlan['action'],
  force: boolean
): string[] {
  if (existsSync(join(root, 'modules', id))) return [`"${id}" is a module of Karkhana itself`]
  if (isTaken(root, name)) {
    return [`node_modules/${name} holds another package, which would be lost; ask for another name`]
  }
  if (!present) return []
  if (present.name !== name) {
    return [
      `the id "${id}" is taken by the package ${present.name || 'without a name'} in plugins/${id}; remove that one first`,
    ]
  }
  if (force) return []
  if (present.files === null) {
    return [`plugins/${id} holds sources, which would be lost; move them away, or add --force`]
  }
  if (action === 'downgrade') {
    return [
      `${present.version} is there and ${version} is older; its tables would stay as they are. Add --force if you are sure`,
    ]
  }
  return action === 'replace'
    ? [`${version} is there with other files; two packages must not share a version. Add --force`]
    : []
}

/** Whether a library lies where the link of the package has to stand; a link loses nothing by being set anew. */
function isTaken(root: string, name: string): boolean {
  const place = join(root, 'node_modules', name)
  return existsSync(place) && !lstatSync(place).isSymbolicLink()
}

function requirementRefusals(summary: PackageSummary, installed: ModuleManifest[]): string[] {
  return [
    ...Object.entries(summary.requires).flatMap(([id, range]) => {
      const other = installed.find((manifest) => manifest.id === id)
      if (!other) return [`it requires ${id} ${range}, which is not installed; add that first`]
      return satisfies(other.version, range)
        ? []
        : [`it requires ${id} ${range}, and ${other.version} is installed`]
    }),
    ...installed
      .filter(({ requires }) => requires[summary.id] !== undefined)
      .filter(({ requires }) => !satisfies(summary.version, requires[summary.id]))
      .map(
        ({ name, requires }) =>
          `${name} requires ${summary.id} ${requires[summary.id]}; add a version of ${name} for it first`
      ),
  ]
}
