const LAZY_IMPORT = /\bimport\((['"])(\.{1,2}\/[^'"\n]+)\.ts\1\)/g

/**
 * Compiled code with `.js` for `.ts` in its lazy relative imports. TypeScript does so itself
 * (rewriteRelativeImportExtensions), except inside `export default …`, whose expression it does not visit; that is
 * where manifests and adonisrc.ts have theirs.
 */
export function compiledImports(code: string): string {
  return code.replace(LAZY_IMPORT, 'import($1$2.js$1)')
}

/** The same exports map with `.js` in the place of `.ts`; conditions are nested maps. */
export function compiledExports(exports: unknown): unknown {
  if (typeof exports === 'string') return exports.replace(/(?<!\.d)\.ts$/, '.js')
  if (exports === null || typeof exports !== 'object') return exports
  return Object.fromEntries(
    Object.entries(exports).map(([key, value]) => [key, compiledExports(value)])
  )
}
