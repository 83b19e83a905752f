import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { randomUUID } from 'node:crypto'
import { stripVTControlCharacters } from 'node:util'
import { manifestProblems } from '../modules/check/main.ts'
import type { InstalledModule } from '../modules/installed.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import { linkPackage, refreshLock, runNpm, unlinkPackage } from '../scaffold/link_package.ts'
import { runAce } from './checkout.ts'
import { PackageFailedError, PackageRefusedError } from './errors.ts'
import type { AddPlan } from './plan.ts'
import type { ReadPackage } from './read_package.ts'
import { summaryOf } from './summary.ts'

/** Longest that npm may take to install what a package needs. */
const INSTALL_TIMEOUT_MS = 300_000

/** What was done. */
export interface Added {
  folder: string
  /** Steps of the schema that ran. */
  migrations: string[]
  /** Whether package-lock.json knows the package; `npm install` does it otherwise. */
  locked: boolean
}

/**
 * Puts a package in place: unpacks it aside, holds its manifest against what it said of itself, exchanges the folder,
 * links it, installs what it needs, and migrates. Whatever fails, what was there before is back.
 * @throws PackageRefusedError, PackageFailedError
 */
export async function addPackage(
  root: string,
  read: ReadPackage,
  plan: AddPlan,
  installed: InstalledModule[]
): Promise<Added> {
  if (plan.refused.length > 0) throw new PackageRefusedError(read.name, plan.refused)
  const staged = await stage(root, read)
  try {
    await compare(read, staged, installed)
    return await exchange(root, read, plan, staged)
  } finally {
    await rm(staged, { recursive: true, force: true })
  }
}

/** Unpacks the package where nothing looks for modules, inside the checkout so that its imports resolve. */
async function stage(root: string, { summary, files }: ReadPackage): Promise<string> {
  const folder = join(root, 'storage/incoming', `${summary.id}-${randomUUID()}`)
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

/** The manifest, which is read here for the first time, must say what the package said, and keep the contract. */
async function compare(read: ReadPackage, folder: string, installed: InstalledModule[]) {
  const { summary, name, files } = read
  const manifest = await load(name, folder)
  const others = installed.filter((module) => module.manifest.id !== summary.id)
  const problems = manifestProblems([...others, { manifest, folder }]).get(summary.id) ?? []
  if (problems.length > 0) throw new PackageRefusedError(name, problems)

  const code = [...files]
    .filter(([path]) => path.endsWith('.js'))
    .map(([, content]) => content.toString('utf8'))
  const real = await summaryOf(manifest, join(folder, 'migrations'), code)
  const hidden = Object.entries(real)
    .filter(([key, value]) => !covers(summary[key as keyof typeof summary], value))
    .map(([key]) => `its manifest has other ${key} than the package told before`)
  if (hidden.length > 0) throw new PackageRefusedError(name, hidden)
}

/** Comments are lost in compiling, so a package may have told of more hosts than the code still names. */
function covers(told: unknown, real: unknown): boolean {
  if (
    Array.isArray(told) &&
    Array.isArray(real) &&
    real.every((each) => typeof each === 'string')
  ) {
    return real.every((each) => told.includes(each))
  }
  return JSON.stringify(told) === JSON.stringify(real)
}

async function load(name: string, folder: string): Promise<ModuleManifest> {
  try {
    const file = pathToFileURL(join(folder, 'module.js')).href
    return ((await import(file)) as { default: ModuleManifest }).default
  } catch (error) {
    throw new PackageFailedError(
      name,
      `module.js cannot be read: ${(error as Error).message}`,
      error
    )
  }
}

async function exchange(
  root: string,
  { name, dependencies }: ReadPackage,
  plan: AddPlan,
  staged: string
): Promise<Added> {
  const folder = join(root, 'plugins', plan.id)
  const backup = `${staged}-before`
  await mkdir(dirname(folder), { recursive: true })
  if (plan.from !== null) await move(folder, backup)
  try {
    await move(staged, folder)
    await linkPackage(root, `plugins/${plan.id}`)
    const locked = await install(root, name, dependencies)
    const migrations = await migrate(root, name)
    await rm(backup, { recursive: true, force: true })
    return { folder: `plugins/${plan.id}`, migrations, locked }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    if (plan.from !== null) await move(backup, folder)
    else await unlinkPackage(root, name)
    throw error
  }
}

/** A folder of the same disk is renamed, one of another is copied. */
export async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV') throw error
    await cp(from, to, { recursive: true })
    await rm(from, { recursive: true, force: true })
  })
}

async function install(root: string, name: string, dependencies: Record<string, string>) {
  if (Object.keys(dependencies).length === 0) return refreshLock(root)
  const flags = ['--ignore-scripts', '--no-audit', '--prefer-offline']
  if (await runNpm(root, ['install', ...flags], INSTALL_TIMEOUT_MS)) return true
  const wanted = Object.entries(dependencies).map(([each, range]) => `${each}@${range}`)
  throw new PackageFailedError(name, `npm could not install ${wanted.join(', ')}`)
}

async function migrate(root: string, name: string): Promise<string[]> {
  const { code, output } = await runAce(root, ['migrate', '--json'])
  const lines = stripVTControlCharacters(output).trim().split('\n')
  if (code === 0) return (JSON.parse(lines.at(-1)!) as { steps: string[] }).steps
  throw new PackageFailedError(name, failureIn(lines) ?? 'the tables were not made')
}

/** What a command says of its failure: as JSON, or in the first line that is not empty. */
function failureIn(lines: string[]): string | undefined {
  const told = lines.find((line) => line.startsWith('{"error":'))
  if (!told) return lines.find(Boolean)
  return (JSON.parse(told) as { error: { message: string } }).error.message
}
