import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import type { ExportManifest, Snapshot } from './manifest.ts'

/** What reading an export again found. */
export interface Verification {
  /** Whether the file is whole. */
  ok: boolean
  /** Each a sentence. */
  problems: string[]
  manifest: ExportManifest | null
  /** Of the file itself. */
  sha256: string
  bytes: number
}

/** Facts of an entry as it was read. */
interface ReadEntry {
  bytes: number
  sha256: string
  rows: number
  digest: string
}

/** Larger manifests are not this program's. */
const MANIFEST_LIMIT = 20_000_000

/**
 * Reads an export from its beginning to its end and compares every file with the manifest; with `snapshot`, every
 * table with what the database counted when the export was made. Throws nothing about the file: problems are told.
 */
export async function verifyExport(file: string, snapshot?: Snapshot): Promise<Verification> {
  const whole = await wholeFile(file)
  try {
    const { entries, manifest } = await readEntries(file)
    const problems = manifest
      ? [...fileProblems(manifest, entries), ...(snapshot ? tableProblems(snapshot, entries) : [])]
      : ['manifest.json is missing.']
    return { ok: problems.length === 0, problems, manifest, ...whole }
  } catch (error) {
    const problem = `The file cannot be read: ${(error as Error).message}.`
    return { ok: false, problems: [problem], manifest: null, ...whole }
  }
}

async function wholeFile(file: string) {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes }
}

async function readEntries(file: string) {
  const entries = new Map<string, ReadEntry>()
  let manifest: ExportManifest | null = null
  const zip = await yauzl.openPromise(file, { lazyEntries: true })
  try {
    for await (const entry of zip.eachEntry()) {
      const stream = await zip.openReadStreamPromise(entry)
      if (entry.fileName === 'manifest.json') manifest = await readManifest(stream)
      else entries.set(entry.fileName, await readEntry(stream))
    }
  } finally {
    zip.close()
  }
  return { entries, manifest }
}

async function readManifest(stream: Readable): Promise<ExportManifest> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MANIFEST_LIMIT) throw new Error('manifest.json is too large')
    chunks.push(chunk)
  }
  const manifest = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ExportManifest
  if (manifest.format !== 'karkhana-export@1') throw new Error('it is no export of Karkhana')
  return manifest
}

/** Hashes an entry, and chains its lines as the database chained the rows. */
async function readEntry(stream: Readable): Promise<ReadEntry> {
  const hash = createHash('sha256')
  let bytes = 0
  let rows = 0
  let state: Buffer = Buffer.alloc(0)
  let open: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
    let begin = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, begin)) {
      const link = createHash('sha256').update(state)
      for (const part of open) link.update(part)
      state = link.update(chunk.subarray(begin, end)).digest()
      open = []
      rows++
      begin = end + 1
    }
    if (begin < chunk.length) open.push(chunk.subarray(begin))
  }
  return { bytes, sha256: hash.digest('hex'), rows, digest: state.toString('hex') }
}

function fileProblems({ files }: ExportManifest, entries: Map<string, ReadEntry>): string[] {
  const named = new Set([...files.map(({ path }) => path), 'README.txt'])
  return [
    ...files.flatMap(({ path, bytes, sha256, rows, digest }) => {
      const read = entries.get(path)
      if (!read) return [`${path} is missing.`]
      if (read.sha256 !== sha256 || read.bytes !== bytes) return [`${path} was changed.`]
      if (rows !== undefined && read.rows !== rows) {
        return [`${path} has ${read.rows} rows instead of ${rows}.`]
      }
      return digest !== undefined && read.digest !== digest
        ? [`${path} holds other rows than the manifest says.`]
        : []
    }),
    ...[...entries.keys()]
      .filter((path) => !named.has(path))
      .map((path) => `${path} is not in the manifest.`),
  ]
}

function tableProblems(snapshot: Snapshot, entries: Map<string, ReadEntry>): string[] {
  return Object.entries(snapshot.digests).flatMap(([module, tables]) =>
    Object.entries(tables).flatMap(([table, { digest }]) => {
      const read = entries.get(`${module}/${table}.ndjson`)
      const rows = snapshot.rows[module][table]
      if (!read) return [`${module}/${table} is missing.`]
      return read.digest === digest && read.rows === rows
        ? []
        : [`${module}/${table} is not what the database held: ${read.rows} of ${rows} rows.`]
    })
  )
}
