import fs from 'node:fs'
import path from 'node:path'

const LAZY_IMPORT = /\bimport\((['"])(\.{1,2}\/[^'"\n]+)\.ts\1\)/g

/**
 * Lets lazy imports in the compiled files name compiled files. TypeScript does so itself
 * (rewriteRelativeImportExtensions), except inside `export default …`, whose expression it does not visit; that is
 * where manifests and adonisrc.ts have theirs.
 */
export function rewriteLazyImports(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) rewriteLazyImports(file)
    if (!entry.name.endsWith('.js')) continue
    const code = fs.readFileSync(file, 'utf8')
    const rewritten = compiledImports(code)
    if (rewritten !== code) fs.writeFileSync(file, rewritten)
  }
}

/** The code with `.js` for `.ts` in its lazy relative imports. */
export function compiledImports(code: string): string {
  return code.replace(LAZY_IMPORT, 'import($1$2.js$1)')
}
