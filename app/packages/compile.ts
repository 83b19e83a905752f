import { join, relative } from 'node:path'
import type typescript from 'typescript'
import { checkoutProgram } from '../scaffold/program.ts'
import { compiledImports } from './compiled.ts'
import type { PackageFiles } from './archive.ts'
import { importedBy, joined } from './inspect.ts'
import { isBrowserCode, isServerCode } from './sources.ts'

/** Compiled files by their path in the package, and what the compiler has against them. */
export interface Compiled {
  files: PackageFiles
  problems: string[]
}

/** A file that a compiler wrote, by its path in the module. */
type Emitted = Map<string, string>

/**
 * Compiles the server code of a module, by the settings of the checkout, in memory. Types are emitted for what the
 * contracts, the pages and the slots name: nothing else is seen from outside.
 *
 * @param root of the checkout
 * @param folder of the module, absolute
 * @param paths of its files, relative to the folder
 * @param texts of the files that are compiled in the browser's half
 */
export function compileServer(
  ts: typeof typescript,
  root: string,
  folder: string,
  paths: string[],
  texts: Map<string, string>
): Compiled {
  const servers = paths.filter(isServerCode)
  const sources = servers.map((path) => join(folder, path))
  const program = checkoutProgram(ts, root, sources, {
    outDir: join(root, OUT),
    removeComments: false,
    rewriteRelativeImportExtensions: true,
  })
  const compiled = join(root, OUT, relative(root, folder))
  const emitted: Emitted = new Map()
  const problems: string[] = []
  for (const path of servers) {
    const source = program.getSourceFile(join(folder, path))!
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]
    problems.push(...found.map((each) => told(ts, folder, each)))
    program.emit(source, (file, text) => {
      emitted.set(relative(compiled, file).replaceAll('\\', '/'), text)
    })
  }
  const seen = typesSeen(ts, emitted, texts)
  for (const path of seen) {
    const source = program.getSourceFile(join(folder, path.replace(/\.d\.ts$/, '.ts')))
    const found = source ? program.getDeclarationDiagnostics(source) : []
    problems.push(...found.map((each) => told(ts, folder, each)))
  }
  const files: PackageFiles = new Map()
  for (const [path, text] of emitted) {
    if (path.endsWith('.js')) files.set(path, Buffer.from(compiledImports(text)))
    else if (seen.has(path)) files.set(path, Buffer.from(withCompiledImports(ts, path, text)))
  }
  return { files, problems: [...new Set(problems)] }
}

/** Where the compiler believes to write; nothing is written there. */
const OUT = 'compiled'

/** The declarations that contracts and pages name, and those that these name in turn. */
function typesSeen(
  ts: typeof typescript,
  emitted: Emitted,
  texts: Map<string, string>
): Set<string> {
  const seen = new Set<string>()
  const visit = (path: string) => {
    const declaration = path.replace(/(\.d)?\.ts$/, '.d.ts')
    const text = emitted.get(declaration)
    if (text === undefined || seen.has(declaration)) return
    seen.add(declaration)
    for (const specifier of importedBy(ts, declaration, text)) {
      if (specifier.startsWith('.')) visit(joined(declaration, specifier))
    }
  }
  visit('contracts.ts')
  visit('module.ts')
  for (const [path, text] of texts) {
    if (!isBrowserCode(path)) continue
    for (const specifier of importedBy(ts, path, text)) {
      if (specifier.startsWith('.')) visit(joined(path, specifier))
    }
  }
  return seen
}

/**
 * The text of a page, slot or declaration that names compiled files where it named sources. Code of the browser stays
 * TypeScript, so what lies in pages and slots keeps its name.
 */
export function withCompiledImports(ts: typeof typescript, path: string, text: string): string {
  const wanted = importedBy(ts, path, text).filter(
    (specifier) =>
      specifier.startsWith('.') &&
      specifier.endsWith('.ts') &&
      !isBrowserCode(joined(path, specifier))
  )
  return [...new Set(wanted)].reduce((changed, specifier) => {
    const compiled = specifier.replace(/\.ts$/, '.js')
    return ["'", '"'].reduce(
      (each, quote) =>
        each.replaceAll(`${quote}${specifier}${quote}`, `${quote}${compiled}${quote}`),
      changed
    )
  }, text)
}

function told(ts: typeof typescript, folder: string, diagnostic: typescript.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')
  if (!diagnostic.file || diagnostic.start === undefined) return message
  const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start)
  const path = relative(folder, diagnostic.file.fileName).replaceAll('\\', '/')
  return `${path}:${line + 1} ${message}`
}
