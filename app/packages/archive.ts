import { buffer } from 'node:stream/consumers'
import { gunzipSync, gzipSync } from 'node:zlib'
import { extract, pack } from 'tar-stream'
import { BadPackageError } from './errors.ts'

/** Path inside the package, with forward slashes, to content. */
export type PackageFiles = Map<string, Buffer>

/** Limits of a package: far above any honest one, low enough to be held in memory. */
export const LIMITS = { file: 20_000_000, total: 100_000_000, entries: 10_000 }

/** The same instant in every package, as npm writes it: an entry says what it is, not when it was packed. */
const MTIME = new Date('1985-10-26T08:15:00.000Z')
const PREFIX = 'package/'

/**
 * The files as npm's tarballs hold them. The same files give the same bytes: entries are sorted, and carry neither
 * owner nor time.
 */
export async function writeArchive(files: PackageFiles): Promise<Buffer> {
  const archive = pack()
  const whole = buffer(archive)
  for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const header = { name: `${PREFIX}${name}`, mode: 0o644, mtime: MTIME, uid: 0, gid: 0 }
    archive.entry({ ...header, size: content.length }, content)
  }
  archive.finalize()
  const zipped = gzipSync(await whole, { level: 9 })
  // The header of gzip names the operating system; 255 is "unknown" (RFC 1952)
  zipped[9] = 255
  return zipped
}

/**
 * The files of a tarball, none of which would be written outside of its folder.
 * @throws BadPackageError naming every entry that is refused
 */
export async function readArchive(zipped: Buffer): Promise<PackageFiles> {
  const files: PackageFiles = new Map()
  const problems: string[] = []
  const seen = new Set<string>()
  const reader = extract()
  reader.end(unzip(zipped))
  try {
    for await (const entry of reader) {
      const { name, type, size = 0 } = entry.header
      const problem = entryProblem(name, type ?? 'file', size, seen)
      if (problem) problems.push(`${JSON.stringify(name)} ${problem}`)
      if (problem || type !== 'file') entry.resume()
      else files.set(name.slice(PREFIX.length), await buffer(entry))
      if (problems.length > 20 || seen.size > LIMITS.entries) break
    }
  } catch (error) {
    if (error instanceof BadPackageError) throw error
    throw new BadPackageError([`it is no tarball: ${(error as Error).message}`])
  }
  if (seen.size > LIMITS.entries) problems.push(`it has more than ${LIMITS.entries} entries`)
  if (problems.length > 0) throw new BadPackageError(problems)
  return files
}

function unzip(zipped: Buffer): Buffer {
  try {
    return gunzipSync(zipped, { maxOutputLength: LIMITS.total })
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw new BadPackageError([
      tooLarge
        ? `it holds more than ${LIMITS.total / 1_000_000} MB`
        : 'it is no tarball: it cannot be unzipped',
    ])
  }
}

function entryProblem(name: string, type: string, size: number, seen: Set<string>): string | null {
  if (type !== 'file' && type !== 'directory') return `is a ${type}; only plain files may be there`
  const path = type === 'directory' ? name.replace(/\/$/, '') : name
  if (`${path}/` === PREFIX) return null
  if (!path.startsWith(PREFIX)) return 'does not lie in package/'
  const problem = pathProblem(path.slice(PREFIX.length))
  if (problem) return problem
  if (size > LIMITS.file) return `is larger than ${LIMITS.file / 1_000_000} MB`
  const key = path.toLowerCase()
  if (seen.has(key)) return 'is there twice'
  seen.add(key)
  return null
}

/** Why a path must not be in a package; `null` when it may. */
export function pathProblem(path: string): string | null {
  if (path.length > 200) return 'has a name that is too long'
  if (/[^\P{Cc}]|[\\:*?"<>|]/u.test(path)) {
    return 'has characters in its name that files must not have'
  }
  const parts = path.split('/')
  if (parts.some((part) => part === '' || part === '..' || part === '.')) {
    return 'would be written outside of its folder'
  }
  if (parts.some((part) => part.startsWith('.'))) return 'is hidden; packages have no such files'
  if (parts.includes('node_modules')) return 'is of another package; name it in dependencies'
  return null
}
