import { test } from '@japa/runner'
import { manifestProblems } from '../../../app/modules/check/main.ts'
import {
  defineModule,
  defineRecords,
  table,
  type ResourceDeclaration,
  type ResourceField,
} from '../../../app/modules/define.ts'

const facts = {
  description: 'Made for a test.',
  version: '1.0.0',
  kernel: '*',
  kind: 'app',
} as const

/** A module whose records others may point to, and one whose may not. */
const PEOPLE = defineModule({
  ...facts,
  id: 'people',
  name: 'People',
  tables: { people_people: table(), people_secrets: table() },
  permissions: [],
  records: [
    defineRecords({
      table: 'people_people',
      noun: 'person',
      reference: { title: 'name', lookup: '/people/lookup', href: '/people/:id' },
    }),
    defineRecords({ table: 'people_secrets', noun: 'secret' }),
  ],
})

const NAME: ResourceField = { key: 'name', label: 'Name', kind: 'text', required: true }

/** What is said of a resource that differs from a sound one by `changes`. */
function problems(changes: Partial<ResourceDeclaration>, requires: Record<string, string> = {}) {
  const resource: ResourceDeclaration = {
    id: 'tools.tools',
    table: 'tools_tools',
    label: 'Tools',
    noun: 'tool',
    about: 'What is lent.',
    icon: 'i-lucide-wrench',
    title: 'name',
    fields: [NAME],
    ...changes,
  }
  const manifest = defineModule({
    ...facts,
    id: 'tools',
    name: 'Tools',
    requires,
    resources: [resource],
  })
  const modules = [PEOPLE, manifest].map((each) => ({ manifest: each, folder: '' }))
  return (manifestProblems(modules).get('tools') ?? []).join('\n')
}

test.group('What is wrong with a resource', () => {
  test('nothing, of a sound one: it is written out into everything that the module brings', ({
    assert,
  }) => {
    assert.equal(problems({}), '')
    const manifest = defineModule({
      ...facts,
      id: 'tools',
      name: 'Tools',
      resources: [
        {
          ...{ id: 'tools.tools', table: 'tools_tools', label: 'Tools', noun: 'tool' },
          ...{ about: 'Lent.', icon: 'i-lucide-wrench', title: 'name', number: 'T-{001}' },
          fields: [{ ...NAME, personal: 'clear' }],
          roles: { view: ['technician'] },
        },
      ],
    })
    assert.deepEqual(manifest.tables.tools_tools.personal, { name: 'clear' })
    assert.deepEqual(
      manifest.permissions.map(({ id }) => id),
      ['tools.tools.view', 'tools.tools.create', 'tools.tools.update', 'tools.tools.archive']
    )
    assert.include(manifest.permissions[0].roles, 'technician')
    assert.containsSubset(manifest.menu, [{ href: '/tools/tools', createLabel: 'New tool' }])
    assert.deepEqual(manifest.series, [{ id: 'tools.tools', label: 'Tools', pattern: 'T-{001}' }])
    assert.deepEqual(
      [manifest.lists.length, manifest.search.length, manifest.records.length],
      [1, 1, 1]
    )
  })

  test('{0} is told')
    .with([
      ['another prefix', { id: 'lamps.tools' }, /must start with "tools\."/],
      ['a title that is no field', { title: 'label' }, /has no field "label" for its title/],
      [
        'a title that may be empty',
        { fields: [{ key: 'name', label: 'Name', kind: 'text' }] },
        /must be a required text/,
      ],
      [
        'a field in snake case',
        { fields: [NAME, { key: 'day_rate', label: 'Rate', kind: 'money' }] },
        /"day_rate", which must be written in camel case/,
      ],
      [
        'a property of every record',
        { fields: [NAME, { key: 'version', label: 'Version', kind: 'text' }] },
        /"version", which has a name that every record has already/,
      ],
      [
        'a filter on a text',
        { fields: [{ ...NAME, filter: true }] },
        /"name", which is a text; it has no filter/,
      ],
      [
        'a reference to a module that is not required',
        {
          fields: [
            NAME,
            { key: 'secretId', label: 'Secret', kind: 'record', of: 'people_secrets' },
          ],
        },
        /points to records of people: add it to "requires"/,
      ],
      [
        'a reference to nothing',
        { fields: [NAME, { key: 'lampId', label: 'Lamp', kind: 'record', of: 'lamps_lamps' }] },
        /points to "lamps_lamps", which no installed module declares/,
      ],
      [
        'a record field without Id',
        { fields: [NAME, { key: 'owner', label: 'Owner', kind: 'record', of: 'people_people' }] },
        /must end in "Id"/,
      ],
      [
        'a choice without options',
        { fields: [NAME, { key: 'state', label: 'State', kind: 'choice' }] },
        /"state" offers no options/,
      ],
    ] as [string, Partial<ResourceDeclaration>, RegExp][])
    .run(({ assert }, [, changes, message]) => {
      assert.match(problems(changes), message)
    })

  test('records of a required module may be pointed to where they say how', ({ assert }) => {
    const field = (of: string): ResourceField => ({ key: 'aId', label: 'A', kind: 'record', of })
    const requires = { people: '*' }
    assert.equal(problems({ fields: [NAME, field('people_people')] }, requires), '')
    assert.match(
      problems({ fields: [NAME, field('people_secrets')] }, requires),
      /whose records say nothing of a "reference"/
    )
  })
})
