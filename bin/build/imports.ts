import fs from 'node:fs'
import path from 'node:path'
import { compiledImports } from '@karkhana/kernel/packages'

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
