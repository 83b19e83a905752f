import { test } from '@japa/runner'
import fs from 'node:fs'
import path from 'node:path'
import type { TestContext } from '@japa/runner/core'
import { defineModule } from '@karkhana/kernel/module'
import { writeArchive } from '../../../app/packages/archive.ts'
import { sha256 } from '../../../app/packages/pack.ts'
import { planAdd } from '../../../app/packages/plan.ts'
import { readPackage } from '../../../app/packages/read_package.ts'
import type { PackageSummary } from '../../../app/packages/summary.ts'
import { temporaryFolder } from '../ground/temporary_folder.ts'

const SUMMARY: PackageSummary = {
  format: 1,
  id: 'notes',
  name: 'Notes',
  description: 'Keeps notes.',
  version: '1.2.0',
  kernel: '^0.1.0',
  kind: 'app',
  onBootFailure: 'quarantine',
  requires: {},
  enhances: {},
  permissions: [],
  tables: ['notes_notes'],
  routes: ['GET /notes'],
  publicRoutes: [],
  secrets: [],
  settings: [],
  emits: [],
  handles: [],
  schedules: [],
  slots: [],
  migrations: [{ name: '0001_notes', checksum: 'x', sql: ['create table notes_notes ()'] }],
  hosts: [],
}

interface Options {
  summary?: Partial<PackageSummary>
  manifest?: object
  /** Files that are changed after they were listed. */
  tampered?: Record<string, string | null>
}

/** A tarball of a package, sound unless the options say otherwise. */
async function packageFile(context: TestContext, options: Options = {}): Promise<string> {
  const files = new Map([['module.js', Buffer.from('export default {}')]])
  const checksums = Object.fromEntries([...files].map(([name, text]) => [name, sha256(text)]))
  const summary = { ...SUMMARY, ...options.summary }
  const manifest = {
    name: `@karkhana/${summary.id}`,
    version: summary.version,
    type: 'module',
    exports: { './module': './module.js' },
    peerDependencies: { '@karkhana/kernel': summary.kernel },
    karkhana: { ...summary, files: checksums },
    ...options.manifest,
  }
  files.set('package.json', Buffer.from(JSON.stringify(manifest)))
  for (const [name, text] of Object.entries(options.tampered ?? {})) {
    if (text === null) files.delete(name)
    else files.set(name, Buffer.from(text))
  }
  const file = path.join(temporaryFolder(context), 'notes.tgz')
  fs.writeFileSync(file, await writeArchive(files))
  return file
}

const INSTALLED = defineModule({
  id: 'contacts',
  name: 'Contacts',
  description: 'People.',
  version: '0.4.0',
  kernel: '^0.1.0',
  kind: 'app',
})

test.group('Reading a package', () => {
  test('a sound one is read, from the tarball and from the folder of it', async (context) => {
    const { assert } = context
    const read = await readPackage(await packageFile(context))
    assert.equal(read.name, '@karkhana/notes')
    assert.deepEqual(read.summary, SUMMARY)
    const folder = temporaryFolder(context)
    for (const [name, content] of read.files) fs.writeFileSync(path.join(folder, name), content)
    assert.deepEqual((await readPackage(folder)).summary, SUMMARY)
  })

  test('{what} is refused')
    .with([
      {
        what: 'a file changed afterwards',
        options: { tampered: { 'module.js': 'steal()' } },
        why: /module\.js was changed after it was packed/,
      },
      {
        what: 'a file put in afterwards',
        options: { tampered: { 'extra.js': 'steal()' } },
        why: /extra\.js is not in the list/,
      },
      {
        what: 'a file taken out',
        options: { tampered: { 'module.js': null } },
        why: /module\.js is missing/,
      },
      {
        what: 'a package of npm',
        options: { manifest: { karkhana: undefined } },
        why: /not made by module:pack/,
      },
      {
        what: 'a script that would run',
        options: { manifest: { scripts: { postinstall: 'node steal.js' } } },
        why: /scripts must not be there/,
      },
      { what: 'an id of the kernel', options: { summary: { id: 'kernel' } }, why: /of the kernel/ },
      { what: 'an id upwards', options: { summary: { id: '../x' } }, why: /is no name|is no id/ },
      {
        what: 'a name of another module',
        options: { manifest: { name: '@karkhana/contacts' } },
        why: /does not end in "\/notes"/,
      },
      {
        what: 'two ranges of the kernel',
        options: { manifest: { peerDependencies: { '@karkhana/kernel': '*' } } },
        why: /two ranges/,
      },
      {
        what: 'no version',
        options: { summary: { version: 'latest' } },
        why: /is no semver version/,
      },
    ] as { what: string; options: Options; why: RegExp }[])
    .run(async (context, { options, why }) => {
      const file = await packageFile(context, options)
      await context.assert.rejects(() => readPackage(file), why)
    })

  test('a file that is not there is told', async ({ assert }) => {
    await assert.rejects(() => readPackage('/nowhere/x.tgz'), /does not exist/)
  })
})

test.group('Planning to add a package', () => {
  const planned = async (
    context: TestContext,
    summary: Partial<PackageSummary>,
    present: Record<string, string> = {},
    force = false
  ) => {
    const read = await readPackage(await packageFile(context, { summary }))
    const dependant = { ...INSTALLED, id: 'board', name: 'Board', requires: { notes: '^1.0.0' } }
    return planAdd(temporaryFolder(context, present), read, [INSTALLED, dependant], { force })
  }
  const there = (version: string, more: object = {}) => ({
    'plugins/notes/package.json': JSON.stringify({
      name: '@karkhana/notes',
      version,
      karkhana: { files: { 'module.js': 'old' }, migrations: [{ name: '0001_notes' }] },
      ...more,
    }),
  })

  test('a first one is installed with all its migrations', async (context) => {
    const { assert } = context
    const plan = await planned(context, { requires: { contacts: '^0.4.0' } })
    assert.containsSubset(plan, { action: 'install', from: null, refused: [] })
    assert.deepEqual(
      plan.migrations.map(({ name }) => name),
      ['0001_notes']
    )
  })

  test('one whose own link is there may come again', async (context) => {
    const root = temporaryFolder(context, there('1.1.0'))
    fs.mkdirSync(path.join(root, 'node_modules/@karkhana'), { recursive: true })
    fs.symlinkSync('../../plugins/notes', path.join(root, 'node_modules/@karkhana/notes'))
    const plan = planAdd(root, await readPackage(await packageFile(context)), [INSTALLED])
    context.assert.deepEqual(plan.refused, [])
  })

  test('a newer one upgrades, with the migrations that are new', async (context) => {
    const plan = await planned(context, {}, there('1.1.0'))
    context.assert.containsSubset(plan, { action: 'upgrade', from: '1.1.0', refused: [] })
    context.assert.lengthOf(plan.migrations, 0)
  })

  test('{what} is refused, and told why')
    .with([
      { what: 'another kernel', summary: { kernel: '^9.0.0' }, why: /made for kernel \^9\.0\.0/ },
      {
        what: 'a requirement that is missing',
        summary: { requires: { fleet: '^1.0.0' } },
        why: /requires fleet \^1\.0\.0, which is not installed/,
      },
      {
        what: 'a requirement of another version',
        summary: { requires: { contacts: '^1.0.0' } },
        why: /and 0\.4\.0 is installed/,
      },
      {
        what: 'a version that others cannot work with',
        summary: { version: '2.0.0' },
        why: /Board requires notes \^1\.0\.0/,
      },
      {
        what: 'an older version',
        summary: {},
        present: there('1.3.0'),
        why: /1\.3\.0 is there and 1\.2\.0 is older/,
        forced: true,
      },
      {
        what: 'the same version with other files',
        summary: {},
        present: there('1.2.0'),
        why: /must not share a version/,
        forced: true,
      },
      {
        what: 'sources in its place',
        summary: {},
        present: there('1.1.0', { karkhana: {} }),
        why: /holds sources/,
        forced: true,
      },
      {
        what: 'a package of another maker',
        summary: {},
        present: there('1.1.0', { name: '@acme/notes' }),
        why: /taken by the package @acme\/notes/,
      },
      {
        what: 'the name of a library that is installed',
        summary: {},
        present: { 'node_modules/@karkhana/notes/package.json': '{}' },
        why: /node_modules\/@karkhana\/notes holds another package/,
      },
      {
        what: 'an id of Karkhana itself',
        summary: {},
        present: { 'modules/notes/module.ts': '' },
        why: /a module of Karkhana itself/,
      },
    ] as {
      what: string
      summary: Partial<PackageSummary>
      present?: Record<string, string>
      why: RegExp
      forced?: boolean
    }[])
    .run(async (context, { summary, present, why, forced = false }) => {
      const { assert } = context
      const { refused } = await planned(context, summary, present)
      assert.lengthOf(refused, 1)
      assert.match(refused[0], why)
      const insisting = await planned(context, summary, present, true)
      assert.lengthOf(insisting.refused, forced ? 0 : 1)
    })
})
