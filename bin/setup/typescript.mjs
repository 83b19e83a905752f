/**
 * TypeScript for every program that runs from its sources: `node --import=./bin/setup/typescript.mjs file.ts`.
 *
 * Compiles as `@poppinss/ts-exec` does, with the compiler that comes with it, in two ways cheaper. What was compiled
 * once is kept in `node_modules/.cache/typescript` until its source changes, which halves the work of a start. And the
 * hooks answer in the thread of the program: from another thread, each `import()` of a loaded module takes a trip there
 * and back, and a request has several, since controllers are imported lazily.
 */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const CACHE = path.join(ROOT, 'node_modules/.cache/typescript')

const require = createRequire(import.meta.resolve('@poppinss/ts-exec'))

/** As `tsconfig.json` says. */
const OPTIONS = {
  sourceMaps: true,
  module: { type: 'es6' },
  jsc: {
    target: 'esnext',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    experimental: { keepImportAttributes: true },
    keepClassNames: true,
  },
}

/** Changes with whatever else decides the outcome. */
const COMPILER = `${require('@swc/core/package.json').version} ${JSON.stringify(OPTIONS)}`

let swc

/**
 * @param {string} file absolute path
 * @param {string} source
 * @returns {string} JavaScript with its source map
 * @throws {SyntaxError} naming the place
 */
function compile(file, source) {
  swc ??= require('@swc/core')
  try {
    const { code, map } = swc.transformSync(source, { ...OPTIONS, filename: file, swcrc: false })
    const inline = Buffer.from(map).toString('base64')
    return `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`
  } catch (error) {
    // What follows is a list of addresses inside of the compiler
    const [reason] = error.message.split('\n\nCaused by:')
    throw new SyntaxError(`${file} cannot be compiled.\n${reason.trimEnd()}`)
  }
}

/** One kept file for each source file: what it was compiled from, a line break, what came out. */
function compiled(file) {
  const source = fs.readFileSync(file, 'utf8')
  const print = createHash('sha256').update(COMPILER).update(source).digest('hex')
  const kept = path.join(
    CACHE,
    `${createHash('sha256').update(file).digest('hex').slice(0, 32)}.js`
  )
  const known = read(kept)
  if (known?.startsWith(`${print}\n`)) return known.slice(print.length + 1)
  const code = compile(file, source)
  keep(kept, `${print}\n${code}`)
  return code
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

/** Whole or not at all, since programs that start at the same time write the same files. */
function keep(file, content) {
  const draft = `${file}.${process.pid}`
  try {
    fs.mkdirSync(CACHE, { recursive: true })
    fs.writeFileSync(draft, content)
    fs.renameSync(draft, file)
  } catch (error) {
    // Nothing is lost where dependencies cannot be written to, or no room is left: it is compiled again next time
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(error.code)) throw error
    fs.rmSync(draft, { force: true })
  }
}

process.setSourceMapsEnabled(true)

registerHooks({
  /** What asks for the `.js` of the build finds the source. */
  resolve(specifier, context, next) {
    try {
      return next(specifier, context)
    } catch (error) {
      const missing = error.code === 'ERR_MODULE_NOT_FOUND' ? error.url : undefined
      if (!missing?.startsWith('file:') || !missing.endsWith('.js')) throw error
      const source = missing.replace(/\.js$/, '.ts')
      if (!fs.existsSync(new URL(source))) throw error
      return next(source, context)
    }
  },
  load(url, context, next) {
    if (context.format !== 'module-typescript') return next(url, context)
    return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true }
  },
})
