export { compiledExports, compiledImports } from './compiled.ts'
