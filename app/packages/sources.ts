import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of a module, as the author keeps it. */
export interface Source {
  /** Relative to the module, with forward slashes. */
  path: string
  kind: 'file' | 'symlink' | 'other'
}

/** Not packed: installed, made, or for developers. */
const LEFT_OUT = new Set(['node_modules', 'tests', 'build', 'dist', 'coverage', 'tmp', 'storage'])

/** The files of a module that could be packed, sorted; links are named and not followed. */
export function sourcesOf(folder: string, below = ''): Source[] {
  return readdirSync(join(folder, below))
    .filter((name) => !(below === '' && LEFT_OUT.has(name)) && name !== 'node_modules')
    .filter((name) => !name.startsWith('.'))
    .sort()
    .flatMap((name): Source[] => {
      const path = below === '' ? name : `${below}/${name}`
      const found = lstatSync(join(folder, path))
      if (found.isSymbolicLink()) return [{ path, kind: 'symlink' }]
      if (found.isDirectory()) return sourcesOf(folder, path)
      return [{ path, kind: found.isFile() ? 'file' : 'other' }]
    })
}

/** Whether the file is compiled for the server: TypeScript outside of pages, slots and tests. */
export function isServerCode(path: string): boolean {
  return path.endsWith('.ts') && !path.endsWith('.d.ts') && !isBrowserCode(path)
}

/** Whether Vite of the receiving checkout compiles the file. */
export function isBrowserCode(path: string): boolean {
  return /^(pages|slots)\//.test(path) && /\.(vue|ts)$/.test(path)
}

/** Whether something can be read in it. */
export function isText(path: string): boolean {
  return /\.(ts|js|mjs|vue|json|edge|md|css|html|txt|csv|svg|yml|yaml|sql)$/.test(path)
}

export const readText = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8')
