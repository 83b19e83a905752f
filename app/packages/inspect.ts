import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type typescript from 'typescript'
import type { ModuleManifest } from '../modules/manifest.ts'
import { LIMITS, pathProblem } from './archive.ts'
import { HOST_PACKAGES } from './host_packages.ts'
import { isBrowserCode, isServerCode, isText, readText, type Source } from './sources.ts'

/** What is inspected. */
export interface Inspected {
  folder: string
  manifest: ModuleManifest
  packageJson: PackageJson
  sources: Source[]
}

/** The keys of a package.json that matter here. */
export interface PackageJson {
  name?: string
  version?: string
  type?: string
  exports?: Record<string, unknown>
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  karkhana?: Record<string, unknown>
}

/** What stands in the way of packing, each a sentence that says what to do. Runs no code of the module. */
export function sourceProblems(ts: typeof typescript, inspected: Inspected): string[] {
  const { folder, sources } = inspected
  const texts = sources
    .filter(({ path, kind }) => kind === 'file' && isText(path))
    .map(({ path }) => ({ path, text: readText(folder, path) }))
  return [
    ...packageProblems(inspected),
    ...fileProblems(inspected),
    ...texts.flatMap(({ path, text }) => textProblems(path, text)),
    ...texts
      .filter(({ path }) => isServerCode(path) || isBrowserCode(path))
      .flatMap(({ path, text }) => importProblems(ts, inspected, path, text)),
  ]
}

function packageProblems({ packageJson, manifest, folder }: Inspected): string[] {
  const { name, version, type, peerDependencies = {}, scripts = {} } = packageJson
  const wanted = ['./module', './contracts', './package.json']
  const hooks = Object.keys(scripts).filter((key) => /^(pre|post)?(install|prepare|pack)/.test(key))
  return [
    ...(name === `@karkhana/${manifest.id}` || name?.endsWith(`/${manifest.id}`)
      ? []
      : [`package.json: the name "${name}" does not end in "/${manifest.id}"`]),
    ...(version === manifest.version
      ? []
      : [
          `package.json has version ${version}, module.ts has ${manifest.version}; make them equal`,
        ]),
    ...(type === 'module' ? [] : ['package.json: "type" must be "module"']),
    ...wanted
      .filter((key) => !packageJson.exports?.[key])
      .map((key) => `package.json: "exports" lacks "${key}"`),
    ...(peerDependencies['@karkhana/kernel'] === manifest.kernel
      ? []
      : [
          `package.json: peerDependencies must have "@karkhana/kernel": "${manifest.kernel}", as module.ts says`,
        ]),
    ...hooks.map((key) => `package.json: the script "${key}" would never run; remove it`),
    ...['README.md', 'CHANGELOG.md']
      .filter((file) => !existsSync(join(folder, file)))
      .map((file) => `${file} is missing; whoever adds the package reads it first`),
  ]
}

function fileProblems({ folder, manifest, sources }: Inspected): string[] {
  const paths = new Set(sources.map(({ path }) => path))
  const components = [
    ...Object.values(manifest.slots).flatMap((fills) => fills.map(({ component }) => component)),
    ...manifest.widgets.flatMap((each) => (each.kind === 'component' ? [each.component] : [])),
  ]
  return [
    ...sources.flatMap(({ path, kind }) => {
      if (kind === 'symlink') return [`${path} is a link; put the file itself there`]
      if (kind === 'other') return [`${path} is no plain file; remove it`]
      if (/\.(pem|key|p12|pfx|keystore)$/.test(path)) return [`${path} looks like a key; remove it`]
      const problem = pathProblem(path)
      if (problem) return [`${path} ${problem}`]
      return statSync(join(folder, path)).size > LIMITS.file
        ? [`${path} is larger than ${LIMITS.file / 1_000_000} MB`]
        : []
    }),
    ...components
      .map((component) => `slots/${component.split('::')[1]}.vue`)
      .filter((file) => !paths.has(file))
      .map((file) => `module.ts names ${file}, which does not exist`),
    ...manifest.lang
      .map((code) => `lang/${code}.json`)
      .filter((file) => !paths.has(file))
      .map((file) => `${file} is missing; module.ts names the language`),
  ]
}

/** Forms of keys that services give out, and values that are named as a secret. */
const SECRETS: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\bAKIA[0-9A-Z]{16}\b/, 'a key of a cloud account'],
  [/\b(sk|rk)_live_[0-9a-zA-Z]{16,}/, 'a key of a payment service'],
  [/\brzp_live_[0-9a-zA-Z]{10,}/, 'a key of a payment service'],
  [/\bgh[pousr]_[0-9A-Za-z]{30,}/, 'a token of a code host'],
  [/\bxox[abprs]-[0-9A-Za-z-]{20,}/, 'a token of a chat service'],
  [/\bAIza[0-9A-Za-z_-]{35}\b/, 'a key of a map or mail service'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, 'a signed token'],
  [/\/\/[^\s/'"`:@]+:[^\s/'"`@]{6,}@[a-z0-9.-]+/i, 'a password in an address'],
  [
    /\b(password|passwd|secret|token|api_?key|auth_?key)\w*['"]?\s*[:=]\s*['"`](?=[^'"`]*\d)(?=[^'"`]*[a-z])[\w+/=-]{20,}['"`]/i,
    'a secret',
  ],
]

/** Folders that only the author's machine has. */
const ABSOLUTE =
  /['"`](\/(?:home|Users|root|private|mnt|work)\/[^'"`\s]+|[A-Za-z]:\\\\[^'"`]+|file:\/\/\/[^'"`]+)['"`]/

/** What a declaration shows as an example of a key is none; blanked, so that lines and columns stay. */
const EXAMPLE = /\bexample:.*/g
const blank = (text: string) => ' '.repeat(text.length)

function textProblems(path: string, text: string): string[] {
  const line = (index: number) => text.slice(0, index).split('\n').length
  const absolute = ABSOLUTE.exec(text)
  return [
    ...(absolute
      ? [`${path}:${line(absolute.index)} names ${absolute[1]}, a folder of your own machine`]
      : []),
    ...SECRETS.flatMap(([pattern, what]) => {
      const found = pattern.exec(text.replace(EXAMPLE, blank))
      return found
        ? [
            `${path}:${line(found.index)} holds ${what}; declare it under "secrets", so that each organisation stores its own`,
          ]
        : []
    }),
  ]
}

function importProblems(
  ts: typeof typescript,
  { packageJson, sources }: Inspected,
  path: string,
  text: string
): string[] {
  const paths = new Set(sources.map((source) => source.path))
  const declared = { ...packageJson.dependencies, ...packageJson.peerDependencies }
  return importedBy(ts, path, text).flatMap((specifier) => {
    if (specifier.startsWith('.')) {
      const target = joined(path, specifier)
      if (isServerCode(path) && isBrowserCode(target)) {
        return [`${path} imports ${target}, code of the browser; move it out of pages and slots`]
      }
      return paths.has(target) || paths.has(`${target}.ts`)
        ? []
        : [
            `${path} imports ${target}, which is not packed; correct the name, or move it out of tests`,
          ]
    }
    if (/^(node:|#|@karkhana\/)/.test(specifier)) return []
    const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
    return HOST_PACKAGES.has(name) || name in declared
      ? []
      : [`${path} imports "${name}", which is not declared; add it to dependencies in package.json`]
  })
}

/** What a TypeScript or Vue file imports, also lazily. */
export function importedBy(ts: typeof typescript, path: string, text: string): string[] {
  const code = path.endsWith('.vue')
    ? [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, each]) => each).join('\n')
    : text
  return ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName)
}

/** `pages/a.vue` and `../types.ts` → `types.ts` */
export function joined(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return specifier
      parts.pop()
    } else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
