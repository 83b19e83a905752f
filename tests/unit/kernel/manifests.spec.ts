import { test } from '@japa/runner'
import { defineModule, permission, table, type ModuleManifest } from '@karkhana/kernel/module'
import { checkManifests } from '../../../app/modules/check/main.ts'
import { orderByRequirement } from '../../../app/modules/order.ts'

const make = (id: string, changes: Partial<ModuleManifest> = {}) => ({
  folder: `/${id}`,
  manifest: {
    ...defineModule({
      id,
      name: id,
      description: id,
      version: '0.1.0',
      kernel: '^0.1.0',
      kind: 'app',
    }),
    ...changes,
  },
})

const problemsOf = (...modules: ReturnType<typeof make>[]) => {
  try {
    checkManifests(modules)
    return []
  } catch (error) {
    return (error as Error).message.split('\n')
  }
}

test.group('Module manifests', () => {
  test('sound manifests pass', ({ assert }) => {
    assert.deepEqual(problemsOf(make('a'), make('b', { requires: { a: '^0.1.0' } })), [])
  })

  test('every problem of every manifest stands in one report', ({ assert }) => {
    const problems = problemsOf(
      make('tickets', {
        kernel: '^9.0.0',
        requires: { contacts: '^0.1.0' },
        permissions: [permission('jobs.view', 'See jobs')],
        tables: { job_cards: table() },
        consumes: { 'accounting.ledger@1': 'required' },
      }),
      make('Bad Id')
    )
    assert.deepEqual(problems, [
      'tickets: the table "job_cards" must start with "tickets_"',
      'tickets: the permission "jobs.view" must start with "tickets."',
      'tickets: the table "job_cards" says nothing about who sees its rows: add it to "records", by itself with the column of its branch (none if all branches share it), or as a part of the record it belongs to',
      'tickets: needs kernel ^9.0.0, this is 0.1.0; install a version made for this kernel',
      'tickets: requires "contacts", which is not installed; install it too',
      'tickets: consumes "accounting.ledger@1", which no installed module provides',
      'Bad Id: the id must be lower-case letters, digits and single dashes',
    ])
  })

  test('two modules cannot share an id', ({ assert }) => {
    assert.include(
      problemsOf(make('a'), make('a')),
      'a: two modules have the id "a"; rename one of them'
    )
  })

  test('modules come after what they require', ({ assert }) => {
    const ordered = orderByRequirement([
      make('invoicing', { requires: { contacts: '^0.1.0', accounting: '^0.1.0' } }),
      make('contacts'),
      make('accounting'),
    ])
    assert.deepEqual(
      ordered.map((module) => module.manifest.id),
      ['accounting', 'contacts', 'invoicing']
    )
  })

  test('a circle is named', ({ assert }) => {
    assert.throws(
      () =>
        orderByRequirement([
          make('a', { requires: { b: '^0.1.0' } }),
          make('b', { requires: { a: '^0.1.0' } }),
        ]),
      'Modules require each other: a → b → a'
    )
  })
})
