import fs from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

/** A chunk of Vite's manifest; `imports` are fetched with it, `dynamicImports` when something asks for them. */
interface Chunk {
  file: string
  imports?: string[]
}
type Manifest = Record<string, Chunk>

const ENTRY = 'resources/app.ts'
const PAGE = /^(?:resources|(?:modules|plugins)\/[^/]+)\/(?:pages|slots)\/.+\.vue$/

/** Pages that production does not answer. */
const DEV = 'resources/pages/dev/'

/** What a page costs over the network beside the shell, in bytes of gzipped JavaScript. */
export interface PageWeight {
  page: string
  bytes: number
}

/**
 * Weighs the built JavaScript: the shell with everything that it imports, each page and slot with everything that it
 * imports and the shell has not brought. A chunk is counted once per closure, whole, even if little of it is used.
 *
 * @param assets folder of the built assets
 */
export function weigh(assets: string): { shell: number; pages: PageWeight[] } {
  const file = path.join(assets, '.vite/manifest.json')
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as Manifest
  const sizes = new Map<string, number>()
  const sizeOf = (keys: Iterable<string>) => {
    let sum = 0
    for (const key of keys) {
      const chunk = manifest[key].file
      if (!chunk.endsWith('.js')) continue
      if (!sizes.has(chunk)) {
        sizes.set(chunk, gzipSync(fs.readFileSync(path.join(assets, chunk))).length)
      }
      sum += sizes.get(chunk)!
    }
    return sum
  }
  const shell = closure(manifest, ENTRY)
  const pages = Object.keys(manifest)
    .filter((key) => PAGE.test(key) && !key.startsWith(DEV))
    .map((page) => ({ page, bytes: sizeOf(closure(manifest, page).difference(shell)) }))
    .sort((a, b) => b.bytes - a.bytes)
  return { shell: sizeOf(shell), pages }
}

function closure(manifest: Manifest, from: string, found = new Set<string>()): Set<string> {
  if (found.has(from)) return found
  found.add(from)
  for (const next of manifest[from]?.imports ?? []) closure(manifest, next, found)
  return found
}
