import { existsSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { KERNEL_VERSION } from '../version.ts'
import { Changes, type ChangedFile } from './changes.ts'
import { ScaffoldNameError } from './errors.ts'
import { linkPackage, refreshLock } from './link_package.ts'
import { moduleId, nameForms, nounForms, nounOf } from './names.ts'
import { fill, moduleTokens, nounTokens, type Tokens } from './stub.ts'

/** What the author asked for. */
export interface ModuleRequest {
  id: string
  /** First-party modules lie in `modules/`, everybody else's in `plugins/`. */
  parent: 'modules' | 'plugins'
  /** As people read it; from the id when left out. */
  name?: string
  /** One kind of record, in the singular; from the id when left out. */
  noun?: string
  /** Manifest, README and suite only, without a record. */
  bare?: boolean
  dryRun?: boolean
}

/** What was made. */
export interface MadeModule {
  id: string
  folder: string
  package: string
  files: ChangedFile[]
  /** Whether package-lock.json knows the package; `npm install` does it otherwise. */
  locked: boolean
  next: string[]
}

const STUBS = new URL('./stubs/module/', import.meta.url)

/** Stubs of a module without a record, and the files they become. */
const BARE: Record<string, string> = {
  'package.json': 'package.json',
  'bare.ts': 'module.ts',
  'bare_contracts.ts': 'contracts.ts',
  'bare_README.md': 'README.md',
  'bare_suite.spec.ts': 'tests/functional/suite.spec.ts',
  'CHANGELOG.md': 'CHANGELOG.md',
}

/**
 * Makes a module that works at once: a record with its table, service, pages, API, permissions and tests.
 * @throws ScaffoldNameError for an id or noun that cannot be; nothing is written then
 */
export async function makeModule(root: string, request: ModuleRequest): Promise<MadeModule> {
  const id = moduleId(request.id)
  const taken = ['modules', 'plugins'].find((parent) => existsSync(join(root, parent, id)))
  if (taken) {
    throw new ScaffoldNameError('id', `${taken}/${id} exists already.`, 'Choose another id.')
  }
  const folder = `${request.parent}/${id}`
  const tokens = tokensOf(root, id, request)
  const changes = new Changes(root)
  for (const [stub, file] of Object.entries(request.bare ? BARE : await fullStubs())) {
    const text = readFileSync(fileURLToPath(new URL(`${stub}.stub`, STUBS)), 'utf8')
    changes.create(`${folder}/${fill(file, tokens, file)}`, fill(text, tokens, stub))
  }
  const files = await changes.write({ dryRun: request.dryRun })
  const made = { id, folder, package: `@karkhana/${id}`, files }
  if (request.dryRun) return { ...made, locked: false, next: [] }

  await linkPackage(root, folder)
  const locked = await refreshLock(root)
  return { ...made, locked, next: nextSteps(id, folder, request, locked) }
}

/** Stub to file, for a module with a record: the same path with its placeholders filled. */
async function fullStubs(): Promise<Record<string, string>> {
  const found = await readdir(STUBS, { recursive: true, withFileTypes: true })
  const base = fileURLToPath(STUBS)
  const names = found
    .filter((entry) => entry.isFile() && !entry.name.startsWith('bare'))
    .map((entry) => join(entry.parentPath, entry.name).slice(base.length).replaceAll('\\', '/'))
    .map((name) => name.replace(/\.stub$/, ''))
  return Object.fromEntries(names.sort().map((name) => [name, name]))
}

function tokensOf(root: string, id: string, request: ModuleRequest): Tokens {
  const name = request.name?.trim() ?? nameForms(id, 'id').Words
  if (!/^[^'"`\\<>{}]{1,60}$/.test(name)) {
    throw new ScaffoldNameError(
      'name',
      'A name is up to 60 characters, without quotes and brackets.',
      'For example: Service notes'
    )
  }
  const noun = nounForms(request.noun ?? nounOf(id))
  const prefix = id.replaceAll('-', '_')
  const plugin = request.parent === 'plugins'
  return {
    ...moduleTokens(id, name),
    ...nounTokens(noun),
    OneNoun: noun.one[0].toUpperCase() + noun.one.slice(1),
    CODE: `${prefix}_${noun.snake}`.toUpperCase(),
    table: `${prefix}_${noun.plural.snake}`,
    description: request.bare
      ? `${name}: what it is for, in one sentence.`
      : `Keeps the ${noun.plural.words} of the organisation.`,
    kernel: `^${KERNEL_VERSION}`,
    ui: `^${uiVersion(root)}`,
    // A plug-in that cannot start leaves the rest running, and is off until somebody chooses it
    onBootFailure: plugin ? "\n  onBootFailure: 'quarantine'," : '',
    initialState: plugin ? "\n  initialState: 'available'," : '',
    karkhana: plugin ? `,\n  "karkhana": { "onBootFailure": "quarantine" }` : '',
  }
}

function uiVersion(root: string): string {
  const manifest = readFileSync(join(root, 'resources/ui/package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

function nextSteps(id: string, folder: string, request: ModuleRequest, locked: boolean): string[] {
  return [
    ...(locked ? [] : ['npm install   (records the package in package-lock.json)']),
    `npm test -- functional --files="${folder}/tests/functional/*"   (its own tests and the author’s kit)`,
    'npm start   (makes its tables and builds its pages)',
    ...(request.parent === 'plugins'
      ? [`npm run ace -- module:enable ${id} --org=<id>   (or Settings → Modules)`]
      : []),
    ...(request.parent === 'modules'
      ? [`npm run ace -- module:api ${id}   (writes its public API down, for the review)`]
      : []),
    `npm run ace -- make:module:page ${id} overview   (adds a page; "npm run ace -- list make" names the rest)`,
  ]
}
