import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { TestContext } from '@japa/runner/core'
import { test } from '@japa/runner'
import { checkFloors } from '@karkhana/kernel/floors'
import { temporaryFolder } from './temporary_folder.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

const manifest = (name: string, exports?: Record<string, string>) =>
  JSON.stringify({ name, type: 'module', exports })

/** A small house with one package of every kind and only allowed imports. */
const HOUSE = {
  'app/package.json': manifest('@karkhana/kernel', {
    '.': './index.ts',
    './money': './money.ts',
    './middleware/*': './middleware/*.ts',
  }),
  'app/index.ts': `import { round } from './money.ts'\nimport pg from 'pg'\nexport { round, pg }`,
  'app/money.ts': 'export const round = (value: number) => value',
  'resources/ui/package.json': manifest('@karkhana/ui', { '.': './index.ts' }),
  'resources/ui/index.ts': `import type { Page } from '@karkhana/kernel'\nimport './theme.ts'\nexport type { Page }`,
  'resources/ui/theme.ts': 'export default {}',
  'modules/tickets/package.json': manifest('@karkhana/tickets', {
    './module': './module.ts',
    './contracts': './contracts.ts',
  }),
  'modules/tickets/contracts.ts': 'export interface Tickets {}',
  'modules/tickets/module.ts': `import { round } from '@karkhana/kernel/money'\nimport type { Invoices } from '@karkhana/invoicing/contracts'\nconst lazy = () => import('./controllers/index.ts')\nexport { round, lazy, type Invoices }`,
  'modules/tickets/controllers/index.ts': `import '../module.ts'\nimport '@karkhana/kernel/middleware/auth'`,
  'modules/tickets/pages/index.vue': `<script setup lang="ts">\nimport { KList } from '@karkhana/ui'\n</script>\n<template><KList /></template>`,
  'modules/tickets/tests/functional/a.spec.ts': `import '../../../../tests/helpers/people.ts'`,
  'modules/invoicing/package.json': manifest('@karkhana/invoicing', {
    './module': './module.ts',
    './contracts': './contracts.ts',
  }),
  'modules/invoicing/module.ts': 'export default {}',
  'plugins/loyalty/package.json': manifest('@acme/loyalty'),
  'plugins/loyalty/module.ts': `import type { Tickets } from '@karkhana/tickets/contracts'\nexport type { Tickets }`,
  'tests/helpers/people.ts': 'export {}',
  'config/app.ts': 'export {}',
}

const check = (context: TestContext, files: Record<string, string>) =>
  checkFloors(temporaryFolder(context, { ...HOUSE, ...files })).violations

test.group('Floors', () => {
  test('allows what the plan of the house allows', (context) => {
    const { violations, files } = checkFloors(temporaryFolder(context, HOUSE))
    context.assert.deepEqual(violations, [])
    context.assert.equal(files, 11)
  })

  test('forbids {file} to import {specifier}')
    .with([
      {
        file: 'app/bad.ts',
        specifier: '../config/app.ts',
        reason: /kernel knows nothing above it/,
      },
      {
        file: 'app/bad.ts',
        specifier: '../tests/helpers/people.ts',
        reason: /kernel knows nothing/,
      },
      {
        file: 'app/bad.ts',
        specifier: '@karkhana/tickets/contracts',
        reason: /kernel knows nothing/,
      },
      {
        file: 'plugins/loyalty/services/cards.ts',
        specifier: '@adonisjs/lucid/services/db',
        reason: /past the scope finds no row; ask the unit/,
      },
      { file: 'app/bad.ts', specifier: '@acme/loyalty', reason: /kernel knows nothing above it/ },
      { file: 'app/bad.ts', specifier: '@karkhana/ui', reason: /kernel knows nothing above it/ },
      {
        file: 'app/bad.ts',
        specifier: '../modules/tickets/module.ts',
        reason: /relative path into @karkhana\/tickets/,
      },
      { file: 'resources/ui/bad.ts', specifier: '@karkhana/kernel/money', reason: /import type/ },
      {
        file: 'resources/ui/bad.ts',
        specifier: '@karkhana/tickets/contracts',
        reason: /know no module/,
      },
      {
        file: 'resources/ui/bad.ts',
        specifier: '../shell/menu.ts',
        reason: /out of @karkhana\/ui/,
      },
      {
        file: 'modules/tickets/bad.ts',
        specifier: '@karkhana/kernel/secret',
        reason: /not in the exports/,
      },
      {
        file: 'modules/tickets/bad.ts',
        specifier: '../../app/money.ts',
        reason: /relative path into/,
      },
      {
        file: 'modules/tickets/bad.ts',
        specifier: '../../config/app.ts',
        reason: /out of @karkhana\/tickets/,
      },
      {
        file: 'modules/tickets/bad.ts',
        specifier: '../../tests/helpers/people.ts',
        reason: /out of/,
      },
      {
        file: 'modules/tickets/bad.ts',
        specifier: '../invoicing/module.ts',
        reason: /relative path into/,
      },
      {
        file: 'modules/tickets/bad.ts',
        specifier: '@karkhana/invoicing/contracts',
        reason: /contracts are types/,
      },
      {
        file: 'modules/tickets/bad.ts',
        specifier: '@karkhana/invoicing/module',
        reason: /used through its contract/,
      },
      {
        file: 'modules/tickets/bad.ts',
        specifier: '@acme/loyalty',
        reason: /does not know plugins/,
      },
      {
        file: 'modules/tickets/bad.ts',
        specifier: '@karkhana/ui',
        reason: /server code imports no/,
      },
      {
        file: 'modules/tickets/bad.ts',
        specifier: '@karkhana/nothing',
        reason: /no package of that name/,
      },
      {
        file: 'modules/tickets/bad.ts',
        specifier: '#start/env',
        reason: /alias of another package/,
      },
      {
        file: 'plugins/loyalty/bad.ts',
        specifier: '@karkhana/kernel/secret',
        reason: /not in the exports/,
      },
      {
        file: 'plugins/loyalty/bad.ts',
        specifier: '../../modules/tickets/module.ts',
        reason: /relative path into/,
      },
    ])
    .run((context, { file, specifier, reason }) => {
      const [violation, ...others] = check(context, {
        [file]: `\nimport value from '${specifier}'\nexport default value`,
      })
      context.assert.deepEqual(others, [])
      context.assert.containsSubset(violation, { file, specifier, line: 2 })
      context.assert.match(violation.reason, reason)
    })

  test('sees imports of every spelling: {code}')
    .with([
      { code: `export { a } from '@karkhana/invoicing/contracts'` },
      { code: `export * from '@karkhana/invoicing/contracts'` },
      { code: `import '@karkhana/invoicing/contracts'` },
      { code: `const a = await import('@karkhana/invoicing/contracts')` },
      { code: `const a = require('@karkhana/invoicing/contracts')` },
      { code: `import { type A, b } from '@karkhana/invoicing/contracts'` },
    ])
    .run((context, { code }) => {
      context.assert.lengthOf(check(context, { 'modules/tickets/bad.ts': code }), 1)
    })

  test('takes types for types: {code}')
    .with([
      { code: `import type { A } from '@karkhana/invoicing/contracts'` },
      { code: `import { type A, type B } from '@karkhana/invoicing/contracts'` },
      { code: `export type { A } from '@karkhana/invoicing/contracts'` },
      { code: `type A = import('@karkhana/invoicing/contracts').A` },
      { code: `declare module '@karkhana/invoicing/contracts' { interface A {} }` },
    ])
    .run((context, { code }) => {
      context.assert.deepEqual(check(context, { 'modules/tickets/good.ts': code }), [])
    })

  test('reads the scripts of Vue files and counts lines from the top of the file', (context) => {
    const violations = check(context, {
      'modules/tickets/pages/show.vue':
        '<template><p>from "x"</p></template>\n\n<script setup lang="ts">\nimport x from "../../invoicing/module.ts"\n</script>',
    })
    context.assert.lengthOf(violations, 1)
    context.assert.containsSubset(violations[0], {
      file: 'modules/tickets/pages/show.vue',
      line: 4,
    })
  })

  test('the command names file, line and remedy and exits 1', (context) => {
    const folder = temporaryFolder(context, {
      ...HOUSE,
      'app/bad.ts': `import '@karkhana/tickets/contracts'`,
    })
    const result = spawnSync(
      process.execPath,
      ['--import=./bin/setup/typescript.mjs', 'bin/check_floors.ts', folder],
      { cwd: ROOT, encoding: 'utf8' }
    )
    context.assert.equal(result.status, 1)
    context.assert.include(result.stderr, 'app/bad.ts:1  imports @karkhana/tickets/contracts: ')
  }).timeout(20_000)

  test('this repository keeps its floors', (context) => {
    const { violations, files } = checkFloors(ROOT)
    context.assert.deepEqual(violations, [])
    context.assert.isAbove(files, 100)
  })
})
