import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { defineModule, permission, type ModuleState } from '@karkhana/kernel/module'
import { ModuleArchivedError, ModuleOutOfOrderError } from '../../../app/modules/errors.ts'
import { findManifestProblems, readDeployment } from '../../../app/modules/installed.ts'
import { ModuleRegistry } from '../../../app/modules/registry.ts'
import { Scope } from '../../../app/tenancy/scope.ts'

const root = fileURLToPath(new URL('../../fixtures/deployments/quarantine', import.meta.url))

const make = (id: string, changes: Partial<Parameters<typeof defineModule>[0]> = {}) => ({
  folder: `/${id}`,
  manifest: defineModule({
    id,
    name: id,
    description: id,
    version: '0.1.0',
    kernel: '^0.1.0',
    kind: 'app',
    ...changes,
  }),
})

const scopeWith = (modules: Map<string, ModuleState>) =>
  new Scope({
    organisation: { id: '1', name: 'A' } as never,
    actor: { kind: 'system', id: null, name: 'test', memberId: null } as never,
    role: null,
    permissions: new Set(),
    modules,
    branches: [],
    branchId: null,
    requestId: '1',
    resolveContract: () => Promise.resolve(null),
  })

test.group('A module that cannot be loaded', () => {
  test('is left out with those that require it, when its author allows that', async ({
    assert,
  }) => {
    const { modules, broken } = await readDeployment(root)
    assert.deepEqual(
      modules.map(({ manifest }) => manifest.id),
      ['sound']
    )
    assert.sameMembers([...broken.keys()], ['torn', 'misspelt', 'leaning'])
    assert.include(broken.get('torn')![0], 'the file was cut off')
    assert.include(broken.get('misspelt')![0], '"permisions" is no key of the contract')
    assert.include(broken.get('leaning')![0], 'requires "misspelt", which is not installed')
  })

  test('stands in the report with all problems of all modules', async ({ assert }) => {
    const problems = await findManifestProblems(root)
    assert.containsSubset([...problems.keys()], ['torn', 'misspelt'])
  })

  test('stops the deployment, when its author says nothing', async ({ assert }) => {
    const registry = new ModuleRegistry([make('strict')])
    const failing = () => Promise.reject(new Error('no such file'))
    await assert.rejects(
      () => registry.starting('strict', 'routes', failing),
      'The module strict cannot start: its routes could not be loaded: no such file'
    )
    assert.isEmpty([...registry.quarantine.all()])
  })

  test('is out of order where it was on, with whoever needs it, and nowhere else', async ({
    assert,
  }) => {
    const registry = new ModuleRegistry([
      make('base', { onBootFailure: 'quarantine' }),
      make('upper', { requires: { base: '^0.1.0' } }),
      make('other', { permissions: [permission('other.thing.view', 'See things')] }),
    ])
    const failing = () => Promise.reject(new Error('no such file'))
    assert.isNull(await registry.starting('base', 'jobs', failing))
    const states = registry.states({ base: 'enabled', upper: 'enabled', other: 'enabled' })
    assert.deepEqual(
      [...states],
      [
        ['base', 'quarantined'],
        ['upper', 'quarantined'],
        ['other', 'enabled'],
      ]
    )
    const scope = scopeWith(states)
    assert.throws(() => scope.ensureModule('base'), ModuleOutOfOrderError)
    assert.throws(() => scope.ensureReadable('upper'), ModuleOutOfOrderError)
    scope.ensureModule('other')
    assert.deepEqual([...registry.states({ base: 'paused' })], [['base', 'paused']])
  })
})

test.group('An archived module', () => {
  const registry = new ModuleRegistry([
    make('old', {
      permissions: [
        permission('old.thing.view', 'See things'),
        permission('old.thing.export', 'Take things home'),
        permission('old.thing.update', 'Change things'),
        permission('old.thing.cost', 'See what things cost', [], { reads: true }),
      ],
    }),
  ])

  test('keeps the permissions that read, and no other', ({ assert }) => {
    const ids = registry.permissions(new Map([['old', 'archived']])).map(({ id }) => id)
    assert.includeMembers(ids, ['old.thing.view', 'old.thing.export', 'old.thing.cost'])
    assert.notInclude(ids, 'old.thing.update')
  })

  test('is read and not changed', ({ assert }) => {
    const scope = scopeWith(new Map([['old', 'archived']]))
    scope.ensureReadable('old')
    assert.throws(() => scope.ensureModule('old'), ModuleArchivedError)
    assert.isFalse(scope.active('old'))
  })
})
