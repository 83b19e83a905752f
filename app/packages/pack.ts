import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { findManifestProblems } from '../modules/installed.ts'
import { authoredModule } from '../scaffold/module_folder.ts'
import { loadTypescript } from '../scaffold/tooling.ts'
import { type PackageFiles, writeArchive } from './archive.ts'
import { compiledExports } from './compiled.ts'
import { compileServer, withCompiledImports } from './compile.ts'
import { CannotPackError } from './errors.ts'
import { sourceProblems, type PackageJson } from './inspect.ts'
import { isBrowserCode, isServerCode, readText, sourcesOf } from './sources.ts'
import { type FileChecksums, type PackageSummary, summaryOf } from './summary.ts'

/** A package that was made. */
export interface Packed {
  file: string
  /** SHA-256 of the file; the same sources give the same one. */
  sha256: string
  bytes: number
  files: string[]
  summary: PackageSummary
  /** What its readers will miss; nothing that stops it. */
  warnings: string[]
}

export const sha256 = (content: string | Buffer) =>
  createHash('sha256').update(content).digest('hex')

/**
 * Packs a module as others add it: server code compiled, pages as sources, without its tests.
 * @param out folder of the tarball, relative to the root
 * @throws CannotPackError with everything that stands in the way, DevelopmentToolError, NotFoundError
 */
export async function packModule(root: string, id: string, out = '.'): Promise<Packed> {
  const typescript = await loadTypescript()
  const { folder: relativeFolder, manifest } = await authoredModule(root, id)
  const folder = join(root, relativeFolder)
  const packageJson = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8')
  ) as PackageJson
  const sources = sourcesOf(folder)
  const problems = [
    ...((await findManifestProblems(root)).get(id) ?? []).map((each) => `module.ts: ${each}`),
    ...sourceProblems(typescript, { folder, manifest, packageJson, sources }),
  ]
  if (problems.length > 0) throw new CannotPackError(id, problems)

  const paths = sources.map(({ path }) => path)
  const browser = new Map(
    paths.filter(isBrowserCode).map((path) => [path, readText(folder, path)] as const)
  )
  const compiled = compileServer(typescript, root, folder, paths, browser)
  if (compiled.problems.length > 0) throw new CannotPackError(id, compiled.problems)

  const files: PackageFiles = new Map(compiled.files)
  for (const path of paths.filter((each) => !isServerCode(each) && each !== 'package.json')) {
    const text = browser.get(path)
    files.set(
      path,
      text === undefined
        ? await readFile(join(folder, path))
        : Buffer.from(withCompiledImports(typescript, path, text))
    )
  }
  await addLicence(root, files)
  const code = paths.filter(isServerCode).map((path) => readText(folder, path))
  const summary = await summaryOf(manifest, join(folder, 'migrations'), code)
  files.set('package.json', Buffer.from(packedManifest(packageJson, summary, files)))

  const archive = await writeArchive(files)
  const file = join(resolve(root, out), `karkhana-${id}-${manifest.version}.tgz`)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, archive)
  return {
    file,
    sha256: sha256(archive),
    bytes: archive.length,
    files: [...files.keys()].sort(),
    summary,
    warnings: files.has('LICENSE')
      ? []
      : ['There is no LICENSE file: nobody can know what they may do with the package.'],
  }
}

/** The licence of the module, or that of the checkout it lies in. */
async function addLicence(root: string, files: PackageFiles) {
  const file = join(root, 'LICENSE')
  if (!files.has('LICENSE') && existsSync(file)) files.set('LICENSE', await readFile(file))
}

/** package.json of the package: compiled exports, the summary, and the checksum of every other file. */
function packedManifest(source: PackageJson, summary: PackageSummary, files: PackageFiles): string {
  const {
    scripts: _scripts,
    exports,
    karkhana,
    ...rest
  } = source as PackageJson & {
    devDependencies?: object
  }
  delete rest.devDependencies
  const checksums: FileChecksums = Object.fromEntries(
    [...files]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, content]) => [path, sha256(content)])
  )
  const packed = {
    ...rest,
    exports: compiledExports(exports),
    karkhana: { ...karkhana, ...summary, files: checksums },
  }
  return `${JSON.stringify(packed, null, 2)}\n`
}
