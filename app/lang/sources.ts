import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** One file of the source, with its path below the folder that was read. */
export interface SourceFile {
  file: string
  source: string
}

const SKIPPED = new Set(['node_modules', 'tests', 'testing', 'lang', 'migrations'])

/** Every file below a folder that may name a text: TypeScript, components, templates of papers; no tests, no texts. */
export function sourcesOf(folder: string): SourceFile[] {
  return paths(folder).map((path) => ({
    file: relative(folder, path),
    source: readFileSync(path, 'utf8'),
  }))
}

function paths(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : paths(join(folder, entry.name))
    return /\.(ts|vue|js|edge)$/.test(entry.name) ? [join(folder, entry.name)] : []
  })
}
