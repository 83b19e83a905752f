import { test } from '@japa/runner'
import fs from 'node:fs'
import path from 'node:path'
import type { TestContext } from '@japa/runner/core'
import { defineModule } from '@karkhana/kernel/module'
import ts from 'typescript'
import { withCompiledImports } from '../../../app/packages/compile.ts'
import { compiledImports } from '../../../app/packages/compiled.ts'
import { sourceProblems } from '../../../app/packages/inspect.ts'
import { sourcesOf } from '../../../app/packages/sources.ts'
import { hostsIn } from '../../../app/packages/summary.ts'
import { temporaryFolder } from '../ground/temporary_folder.ts'

const PACKAGE = {
  name: '@karkhana/notes',
  version: '1.0.0',
  type: 'module',
  exports: { './module': 'x', './contracts': 'x', './package.json': 'x' },
  peerDependencies: { '@karkhana/kernel': '^0.1.0' },
}
const SOUND = {
  'package.json': '{}',
  'README.md': 'Notes',
  'CHANGELOG.md': 'Notes',
  'contracts.ts': 'export {}',
  'services/notes.ts':
    "import vine from '@vinejs/vine'\nimport '../contracts.ts'\nimport 'node:fs'",
  'pages/index.vue': "<script setup>\nimport '../contracts.ts'\n</script>",
}

const MANIFEST = defineModule({
  id: 'notes',
  name: 'Notes',
  description: 'Keeps notes.',
  version: '1.0.0',
  kernel: '^0.1.0',
  kind: 'app',
})

function problems(context: TestContext, files: Record<string, string>, packageJson = {}) {
  const folder = temporaryFolder(context, { ...SOUND, ...files })
  return sourceProblems(ts, {
    folder,
    manifest: MANIFEST,
    packageJson: { ...PACKAGE, ...packageJson },
    sources: sourcesOf(folder),
  })
}

test.group('What is packed', () => {
  test('sound sources have no problem', (context) => {
    context.assert.deepEqual(problems(context, {}), [])
  })

  test('{what} is found')
    .with([
      {
        what: 'a package that nobody declares',
        files: { 'services/a.ts': "import 'left-pad'" },
        why: /services\/a\.ts imports "left-pad", which is not declared/,
      },
      {
        what: 'a lazy import of one',
        files: { 'services/a.ts': "export const a = () => import('@acme/x/y')" },
        why: /imports "@acme\/x"/,
      },
      {
        what: 'an import from the tests',
        files: { 'services/a.ts': "import './../tests/help.ts'", 'tests/help.ts': '' },
        why: /imports tests\/help\.ts, which is not packed/,
      },
      {
        what: 'server code that imports pages',
        files: { 'services/a.ts': "import '../pages/b.ts'", 'pages/b.ts': '' },
        why: /code of the browser/,
      },
      {
        what: 'a folder of the own machine',
        files: { 'services/a.ts': "const file = '/home/asha/notes.csv'" },
        why: /services\/a\.ts:1 names \/home\/asha\/notes\.csv/,
      },
      {
        what: 'a private key',
        files: { 'data/x.txt': '-----BEGIN RSA PRIVATE KEY-----' },
        why: /data\/x\.txt:1 holds a private key/,
      },
      {
        what: 'a token in the code',
        files: { 'services/a.ts': "\nconst apiKey = 'a1b2c3d4e5f6a7b8c9d0e1'" },
        why: /services\/a\.ts:2 holds a secret/,
      },
      {
        what: 'a password in an address',
        files: { 'services/a.ts': "const url = 'postgres://me:hunter22@db.acme.in/x'" },
        why: /a password in an address/,
      },
      { what: 'a key file', files: { 'data/id.pem': '' }, why: /looks like a key/ },
      {
        what: 'a script that installs',
        files: {},
        packageJson: { scripts: { postinstall: 'x' } },
        why: /"postinstall" would never run/,
      },
      {
        what: 'another version',
        files: {},
        packageJson: { version: '2.0.0' },
        why: /has version 2\.0\.0, module\.ts has 1\.0\.0/,
      },
      {
        what: 'a range of the kernel that differs',
        files: {},
        packageJson: { peerDependencies: {} },
        why: /peerDependencies must have/,
      },
    ] as { what: string; files: Record<string, string>; packageJson?: object; why: RegExp }[])
    .run((context, { files, packageJson, why }) => {
      const found = problems(context, files, packageJson)
      context.assert.lengthOf(found, 1)
      context.assert.match(found[0], why)
    })

  test('a link is named and not followed', (context) => {
    const folder = temporaryFolder(context, SOUND)
    fs.symlinkSync('/etc/hostname', path.join(folder, 'data'))
    const found = sourceProblems(ts, {
      folder,
      manifest: MANIFEST,
      packageJson: PACKAGE,
      sources: sourcesOf(folder),
    })
    context.assert.deepEqual(found, ['data is a link; put the file itself there'])
  })

  test('the names of settings, secrets and permissions are no secrets', (context) => {
    const code = `const field = { key: 'notes.api_key_2', secret: 'notes.token' }
scope.ensure('notes.note.view')
const token = await readSecret(scope, 'notes.api_token_v2')
const declared = { example: 'rzp_live_a1b2c3d4e5f6' }`
    context.assert.deepEqual(problems(context, { 'services/a.ts': code }), [])
  })

  test('pages name compiled files, and their own ones as they are', ({ assert }) => {
    const page = `<script setup lang="ts">
import type { A } from '../transformers/a.ts'
import { b } from './parts/b.ts'
import C from "../slots/c.vue"
const later = () => import('../kinds.ts')
</script>`
    assert.equal(
      withCompiledImports(ts, 'pages/index.vue', page),
      page.replace('a.ts', 'a.js').replace('kinds.ts', 'kinds.js')
    )
    assert.equal(
      compiledImports(`export default { a: () => import('./a.ts'), b: () => import("b.ts") }`),
      `export default { a: () => import('./a.js'), b: () => import("b.ts") }`
    )
  })

  test('hosts are read from the code, without examples and namespaces', ({ assert }) => {
    assert.deepEqual(
      hostsIn([
        "fetch('https://API.sms.in/v1?x')",
        'see http://www.w3.org/2000/svg and https://shop.example.com',
        "'https://api.sms.in/other'",
      ]),
      ['api.sms.in']
    )
  })
})
