import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import { defineModule } from '@karkhana/kernel/module'
import { CHECKS, ModuleUnderTest } from '@karkhana/kernel/testing'
import { EXTRA_MODULES, FIXTURES, FOUND } from './fixtures.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What the run inside printed. */
let plainOutput = ''

/** Runs the suite of every broken module in a deployment of its own; what each check said, by module. */
async function foundInside(): Promise<Record<string, Record<string, string[]>>> {
  const child = spawn(
    process.execPath,
    [
      'bin/test.mjs',
      'functional',
      '--files=functional/kit/inside.spec.ts',
      '--files=kit/contribution_kinds_inside.spec.ts',
    ],
    {
      cwd: root,
      env: { ...process.env, KARKHANA_EXTRA_MODULES: EXTRA_MODULES, APP_URL: undefined, PORT: '0' },
    }
  )
  let text = ''
  child.stdout.on('data', (chunk) => (text += chunk))
  child.stderr.on('data', (chunk) => (text += chunk))
  await new Promise((resolve) => child.once('close', resolve))
  plainOutput = stripVTControlCharacters(text)
  const line = text.split('\n').find((each) => each.startsWith(FOUND))
  if (!line) throw new Error(`The run inside said nothing:\n${text.slice(-3000)}`)
  return JSON.parse(line.slice(FOUND.length)) as Record<string, Record<string, string[]>>
}

/** Broken module to the check that must find it, and what the message must say. */
const EXPECTED: Record<string, [string, RegExp]> = {
  'broken-imports': [
    'imports',
    /thing\.ts:1 imports .*a relative path into @karkhana\/kernel; import/,
  ],
  'broken-prototypes': [
    'prototypes',
    /changes Array\.prototype\.lastThing: write a function instead/,
  ],
  'broken-files': ['files.named', /mails\[0\]: the file cannot be loaded/],
  'broken-pages': ['files.pages', /names slots\/forgotten\.vue, which does not exist; add it/],
  'broken-package': ['files.packed', /version 0\.2\.0, module\.ts has 0\.1\.0; make them equal/],
  'broken-readme': ['files.readme', /README\.md is missing .*tell what the module does/],
  'broken-routes': ['permissions.routes', /GET \/:id names no record: add its beginning/],
  'broken-offer': [
    'permissions.named',
    /"broken-offer\.things" of reports asks for "broken-offer\.thing\.view", which .* not declare/,
  ],
  'broken-permissions': ['permissions.used', /nobody asks for "broken-permissions\.thing\.view"/],
  'broken-strings': ['strings.complete', /lang\/hi\.json lacks "farewell"; translate it/],
  'broken-jobs': ['payloads.jobs', /v1\.json is refused: .*older payloads must still be accepted/],
  'broken-payload': ['payloads.checked', /takes anything as "thingId"; have its parse throw/],
  'broken-events': ['payloads.events', /it has the fields thing, the manifest declares thingId/],
  'broken-undeclared': ['tables.declared', /exists and is not declared; add it to "tables"/],
  'broken-columns': ['tables.columns', /personal names broken_columns_things\.phone/],
  'broken-personal': ['tables.personal', /"owner_phone" looks personal; declare in personal/],
  'broken-security': ['tables.secured', /no row-level security; create it by organisationTable/],
  'broken-index': ['tables.indexed', /refers to another row .* without an index/],
  'broken-migration': [
    'migrations.repeatable',
    /another one each time it is read; write fixed SQL/,
  ],
  'broken-down': ['migrations.reversible', /down leaves behind/],
  'broken-fill': ['filled', /no thing was made: have "fill" .* make a row of broken_fill_things/],
  'broken-tenancy': ['tenancy.rows', /another organisation can read broken_tenancy_things/],
  'broken-cache': [
    'tenancy.routes',
    /shows records of another organisation; read them by the scope/,
  ],
  'broken-gate': ['gate.routes', /always was registered past defineRoutes/],
  'broken-archive': [
    'gate.archived',
    /writes into broken_archive_things while the module is archived/,
  ],
  'broken-switching': ['switching.data', /enabled changes the rows of broken_switching_things/],
  'broken-purge': [
    'data.purge',
    /cannot be exported and purged: no such file; correct its lifecycle/,
  ],
  'broken-slot': ['slots.render', /it fails: no thing for/],
  'broken-attachment': [
    'machinery.files',
    /no file can be attached .*It takes no files; let the kernel/,
  ],
  'broken-document': ['machinery.documents', /of one organisation is printed for another; read/],
  'broken-paper': ['machinery.documents', /names no record; say its table in "record"/],
  'broken-language': [
    'machinery.messages',
    /says its heading in "hi" as in "en"; write it in lang/,
  ],
  'broken-message': ['machinery.messages', /tells one organisation what another was told; keep/],
  'broken-schedule': ['machinery.schedules', /"broken-schedule\.count" gives its job \{ dueAt \}/],
  'broken-search': ['machinery.search', /finds none of the \d rows of broken_search_things/],
  'broken-import': [
    'machinery.transfer',
    /makes a second record of a row .*; look up what is there/,
  ],
  'broken-transfer': ['machinery.transfer', /has rows of another organisation; read them by/],
}

/** A file that is not there cannot be drawn either, and rows that are not kept apart cannot be purged. */
const ALSO: Record<string, string[]> = {
  'broken-pages': ['slots.render'],
  'broken-files': ['machinery.messages'],
  'broken-tenancy': ['data.purge', 'machinery.events', 'machinery.jobs'],
}

test.group('The suite of every module', (group) => {
  let found: Record<string, Record<string, string[]>>
  group.setup(async () => {
    found = await foundInside()
  })

  test('has a broken module for each of its checks', ({ assert }) => {
    const caught = new Set([
      'manifest',
      ...Object.values(EXPECTED).map(([check]) => check),
      ...Object.values(ALSO).flat(),
    ])
    assert.sameMembers(
      CHECKS.map(({ id }) => id),
      [...caught]
    )
    assert.sameMembers(readdirSync(FIXTURES), Object.keys(EXPECTED))
  })

  for (const [module, [check, message]] of Object.entries(EXPECTED)) {
    test(`finds ${module} by ${check}, and says what to do`, ({ assert }) => {
      assert.match((found[module]?.[check] ?? []).join('\n'), message)
      const others = Object.keys(found[module]).filter((each) => each !== check)
      assert.sameMembers(others, ALSO[module] ?? [], 'and nothing else')
    })
  }

  test('is run where one of every kind of contribution is looked for, on and off', ({ assert }) => {
    const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(plainOutput) ?? []
    const failures = plainOutput.split('\n').filter((line) => line.startsWith('❯'))
    assert.deepEqual(failures, [])
    assert.equal(failed, '0')
    assert.isAbove(Number(passed), 25)
  })

  test('is run in a deployment with a module that is out of order: only that one answers 503', ({
    assert,
  }) => {
    assert.deepEqual(found.outOfOrder, {
      on: ['/torn-routes 503', '/torn-routes/1 503', '/contacts 200'],
      off: ['/torn-routes 404', '/torn-routes/1 404', '/contacts 200'],
      health: ['degraded', 'torn-routes'],
      menu: [],
    })
  })

  test('finds a manifest that breaks the contract', async ({ assert }) => {
    const registry = await app.container.make(ModuleRegistry)
    const manifest = defineModule({
      id: 'broken-manifest',
      name: 'Broken',
      description: 'Broken on purpose.',
      version: '0.1.0',
      kernel: '^9.0.0',
      kind: 'app',
      ...{ permisions: [] },
    })
    const module = new ModuleUnderTest(
      { manifest, folder: join(FIXTURES, 'broken-readme') },
      registry
    )
    const problems = await CHECKS.find(({ id }) => id === 'manifest')!.run(module)
    assert.match(problems.join('\n'), /"permisions" is no key of the contract; known are/)
  })
})
