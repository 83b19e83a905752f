import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** A source file of a module. */
export interface SourceFile {
  /** Relative to the module's folder, with forward slashes. */
  path: string
  text: string
}

const CODE = /\.(ts|js|mjs|vue|edge)$/
const LEFT_OUT = ['node_modules', 'tests', 'build', 'dist']

/** The sources of a module, without its tests. */
export function sourcesOf(folder: string): SourceFile[] {
  return walk(folder).map((file) => ({
    path: relative(folder, file).replaceAll('\\', '/'),
    text: readFileSync(file, 'utf8'),
  }))
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.includes(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return walk(path)
      return CODE.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : []
    })
}
