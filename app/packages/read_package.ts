import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { valid, validRange } from 'semver'
import { z } from 'zod'
import { moduleId } from '../scaffold/names.ts'
import { LIMITS, type PackageFiles, pathProblem, readArchive } from './archive.ts'
import { BadPackageError } from './errors.ts'
import { sha256 } from './pack.ts'
import { sourcesOf } from './sources.ts'
import type { FileChecksums, PackageSummary } from './summary.ts'

/** A package that was read, with every checksum right. Nothing of it has run. */
export interface ReadPackage {
  /** `@karkhana/feedback` */
  name: string
  summary: PackageSummary
  /** npm packages it needs besides those of the kernel: name to range. */
  dependencies: Record<string, string>
  files: PackageFiles
}

const text = z.string().min(1).max(500)
const texts = z.array(text)
const ranges = z.record(
  text,
  text.refine((range) => validRange(range) !== null, 'is no semver range')
)
const packageJson = z.looseObject({
  name: text.regex(/^(@[a-z0-9-]+\/)?[a-z0-9-]+$/, 'is no name of a package'),
  version: text.refine((version) => valid(version) !== null, 'is no semver version'),
  type: z.literal('module'),
  exports: z.record(z.string(), z.string()),
  scripts: z
    .never({ error: 'must not be there: packages run nothing when they are added' })
    .optional(),
  dependencies: ranges.optional(),
  peerDependencies: ranges,
  karkhana: z.looseObject({
    format: z.literal(1),
    ...{ id: text, name: text, description: text, version: text },
    kernel: text.refine((range) => validRange(range) !== null, 'is no semver range'),
    kind: z.enum(['app', 'bridge', 'localisation', 'driver']),
    onBootFailure: z.enum(['abort', 'quarantine']),
    ...{ requires: ranges, enhances: ranges },
    permissions: z.array(z.strictObject({ id: text, label: text, roles: texts })),
    ...{ tables: texts, routes: texts, settings: texts, emits: texts, handles: texts },
    ...{ slots: texts, hosts: texts },
    publicRoutes: z.array(z.strictObject({ route: text, why: text })),
    secrets: z.array(z.strictObject({ key: text, label: text, group: text })),
    schedules: z.array(z.strictObject({ id: text, label: text, cron: text })),
    migrations: z.array(
      z.strictObject({ name: text, checksum: text, sql: z.array(z.string().max(100_000)) })
    ),
    files: z.record(text, z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256')),
  }),
})

/**
 * Reads a package made by module:pack: a tarball, or the folder that one was unpacked to. Runs none of its code.
 * @throws BadPackageError with everything that is wrong with it
 */
export async function readPackage(path: string): Promise<ReadPackage> {
  const found = await stat(path).catch(() => null)
  if (!found) throw new BadPackageError([`${path} does not exist`])
  const files = found.isDirectory() ? await readFolder(path) : await readTarball(path, found.size)
  return checked(files)
}

async function readTarball(path: string, size: number): Promise<PackageFiles> {
  if (size > LIMITS.total) throw new BadPackageError([`it has more than ${LIMITS.total / 1e6} MB`])
  return readArchive(await buffer(createReadStream(path)))
}

async function readFolder(folder: string): Promise<PackageFiles> {
  const sources = sourcesOf(folder)
  const problems = sources.flatMap(({ path, kind }) => {
    const problem =
      kind === 'file' ? pathProblem(path) : `is a ${kind}; only plain files may be there`
    return problem ? [`${path} ${problem}`] : []
  })
  if (problems.length > 0) throw new BadPackageError(problems)
  return new Map(
    await Promise.all(
      sources.map(async ({ path }) => [path, await readFile(join(folder, path))] as const)
    )
  )
}

function checked(files: PackageFiles): ReadPackage {
  const manifest = readManifest(files)
  const { karkhana, name, version, dependencies = {}, peerDependencies } = manifest
  const { files: checksums, ...rest } = karkhana
  const summary = rest as PackageSummary
  const problems = [
    ...(moduleIdProblem(summary.id) ?? []),
    ...(name.endsWith(`/${summary.id}`) || name === summary.id
      ? []
      : [`package.json: the name "${name}" does not end in "/${summary.id}"`]),
    ...(version === summary.version ? [] : ['package.json names two versions']),
    ...(peerDependencies['@karkhana/kernel'] === summary.kernel
      ? []
      : ['package.json names two ranges of the kernel']),
    ...(files.has('module.js') ? [] : ['module.js, the manifest, is missing']),
    ...checksumProblems(files, checksums),
  ]
  if (problems.length > 0) throw new BadPackageError(problems)
  return { name, summary, dependencies, files }
}

function readManifest(files: PackageFiles) {
  const content = files.get('package.json')
  if (!content) throw new BadPackageError(['package.json is missing'])
  let json: unknown
  try {
    json = JSON.parse(content.toString('utf8'))
  } catch {
    throw new BadPackageError(['package.json is no JSON'])
  }
  if (!(json as { karkhana?: { format?: unknown } } | null)?.karkhana?.format) {
    throw new BadPackageError(['it was not made by module:pack: package.json has no summary'])
  }
  const { success, data, error } = packageJson.safeParse(json)
  if (success) return data
  throw new BadPackageError(
    error.issues.map(({ path, message }) => `package.json: ${path.join('.')} ${message}`)
  )
}

function moduleIdProblem(id: string): string[] | null {
  try {
    moduleId(id)
    return null
  } catch (error) {
    return [(error as Error).message]
  }
}

function checksumProblems(files: PackageFiles, checksums: FileChecksums): string[] {
  const present = [...files.keys()].filter((path) => path !== 'package.json')
  return [
    ...present
      .filter((path) => !Object.hasOwn(checksums, path))
      .map((path) => `${path} is not in the list of checksums`),
    ...Object.entries(checksums).flatMap(([path, expected]) => {
      const content = files.get(path)
      if (!content) return [`${path} is missing`]
      return sha256(content) === expected ? [] : [`${path} was changed after it was packed`]
    }),
  ]
}
