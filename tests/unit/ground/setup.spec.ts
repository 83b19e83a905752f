import fs from 'node:fs'
import path from 'node:path'
import { test } from '@japa/runner'
import { explainFailure } from '../../../bin/setup/install.mjs'
import { acquire } from '../../../bin/setup/lock.mjs'
import {
  dependencyFingerprint,
  differingPackages,
  inspectDependencies,
  linkWorkspaces,
  writeStamp,
} from '../../../bin/setup/state.mjs'
import { temporaryFolder } from './temporary_folder.ts'

const lock = {
  '': { dependencies: { left: '^1.0.0' } },
  'modules/a': { name: '@karkhana/a' },
  'node_modules/@karkhana/a': { resolved: 'modules/a', link: true },
  'node_modules/left': { version: '1.0.1', integrity: 'sha512-x' },
  'node_modules/only-mac': { version: '2.0.0', optional: true },
}

const CHECKOUT = {
  'package.json': JSON.stringify({ workspaces: ['modules/*'], dependencies: { left: '^1.0.0' } }),
  'package-lock.json': JSON.stringify({ packages: lock }),
  'modules/a/package.json': JSON.stringify({ name: '@karkhana/a', exports: {} }),
  'node_modules/.package-lock.json': JSON.stringify({
    packages: { 'node_modules/left': lock['node_modules/left'] },
  }),
  'node_modules/@karkhana/a/package.json': '{}',
}

test.group('Dependencies', () => {
  test('are complete when everything of the lock file but foreign platforms is there', (context) => {
    const state = inspectDependencies(temporaryFolder(context, CHECKOUT))
    context.assert.deepEqual(state, { stamped: false, matchesLock: true, missingLinks: [] })
  })

  test('are known by their stamp afterwards', (context) => {
    const root = temporaryFolder(context, CHECKOUT)
    writeStamp(root)
    context.assert.isTrue(inspectDependencies(root).stamped)
  })

  test('are stale after the lock file changed', (context) => {
    const root = temporaryFolder(context, CHECKOUT)
    writeStamp(root)
    const packages = { ...lock, 'node_modules/left': { version: '1.1.0', integrity: 'sha512-y' } }
    fs.writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages }))
    context.assert.containsSubset(inspectDependencies(root), { stamped: false, matchesLock: false })
  })

  test('are incomplete when npm was killed: it writes its own record last', (context) => {
    const root = temporaryFolder(context, CHECKOUT)
    fs.rmSync(path.join(root, 'node_modules/.package-lock.json'))
    context.assert.isFalse(inspectDependencies(root).matchesLock)
  })

  test('are incomplete when a manifest asks for a package the lock file lacks', (context) => {
    const root = temporaryFolder(context, {
      ...CHECKOUT,
      'modules/a/package.json': JSON.stringify({
        name: '@karkhana/a',
        dependencies: { right: '^1.0.0' },
      }),
    })
    context.assert.isFalse(inspectDependencies(root).matchesLock)
  })

  test('do not depend on scripts and exports of a manifest', (context) => {
    const root = temporaryFolder(context, CHECKOUT)
    const before = dependencyFingerprint(root)
    const manifest = { name: '@karkhana/a', exports: { '.': './index.ts' }, scripts: { x: 'y' } }
    fs.writeFileSync(path.join(root, 'modules/a/package.json'), JSON.stringify(manifest))
    context.assert.equal(dependencyFingerprint(root), before)
  })

  test('differ by name, version or content', ({ assert }) => {
    const wanted = { 'node_modules/a': { version: '1.0.0', integrity: 'x' } }
    assert.deepEqual(differingPackages(wanted, {}), ['node_modules/a'])
    assert.deepEqual(differingPackages(wanted, wanted), [])
    const other = { 'node_modules/a': { version: '1.0.0', integrity: 'y' } }
    assert.deepEqual(differingPackages(wanted, other), ['node_modules/a'])
  })

  test('a new module is linked without an installation', (context) => {
    const root = temporaryFolder(context, {
      ...CHECKOUT,
      'modules/b/package.json': JSON.stringify({ name: '@karkhana/b' }),
    })
    const state = inspectDependencies(root)
    context.assert.deepEqual(state.missingLinks, ['modules/b'])
    context.assert.isTrue(state.matchesLock)
    context.assert.deepEqual(linkWorkspaces(root, state.missingLinks), ['@karkhana/b'])
    context.assert.deepEqual(inspectDependencies(root).missingLinks, [])
  })
})

test.group('Set-up lock', () => {
  test('is held by one process', (context) => {
    const folder = path.join(temporaryFolder(context), 'lock')
    context.assert.isTrue(acquire(folder))
    context.assert.isFalse(acquire(folder))
  })

  test('of a process that is gone is taken over', (context) => {
    const folder = path.join(temporaryFolder(context, { 'lock/pid': '4194999' }), 'lock')
    context.assert.isFalse(acquire(folder))
    context.assert.isTrue(acquire(folder))
  })
})

test.group('A failed installation', () => {
  test('{code} is explained and {retry}')
    .with([
      { code: 'ENOTFOUND', reason: /registry cannot be reached/, retry: false },
      { code: 'EINTEGRITY', reason: /package is damaged/, retry: true },
      { code: 'ECONNRESET', reason: /download broke off/, retry: true },
      { code: 'EUSAGE', reason: /disagree/, retry: false },
      { code: 'ENOSPC', reason: /disk is full/, retry: false },
      { code: 'EACCES', reason: /cannot be written/, retry: false },
    ])
    .run(({ assert }, { code, reason, retry }) => {
      const problem = explainFailure(`npm error code ${code}\nnpm error something\n`)
      assert.match(problem.reason, reason)
      assert.equal(problem.retry, retry)
      assert.isNotEmpty(problem.next)
    })

  test('of an unknown kind shows the first line of npm', ({ assert }) => {
    const problem = explainFailure('npm error code EWEIRD\nnpm error the moon is full\n')
    assert.match(problem.reason, /the moon is full/)
  })
})
