import { test } from '@japa/runner'
import pg from 'pg'
import { RuleError } from '@karkhana/kernel'
import { defineModule, defineResource, type ResourceHooks } from '@karkhana/kernel/module'
import { indexCustomFields, organisationTable } from '@karkhana/kernel/migrations'
import { createRecord, getRecord, updateRecord } from '@karkhana/kernel/resources'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { createCustomField } from '../../../app/custom_fields/manage.ts'
import { runList } from '../../../app/lists/define_list.ts'
import { listOfResource } from '../../../app/resources/list.ts'
import { setModuleState } from '../../helpers/fixture_server.ts'
import { withModules } from '../../helpers/with_modules.ts'

/** Upper case before, and nothing that is called so. */
const HOOKS: ResourceHooks = {
  beforeSave(_unit, { values }) {
    if (values.name === 'nothing') {
      throw new RuleError('E_NO_TOOL', 'There is no such tool.', { field: 'name' })
    }
    return { ...values, name: String(values.name).toUpperCase() }
  },
  async afterSave(unit, { id, before, values }) {
    if (!before) return
    await unit
      .from('tools_tools')
      .where('id', id)
      .update({ changes: Number(values.changes) + 1 })
  },
}

/** Tools that are lent, with the pieces that the example does without. */
const TOOLS = defineResource({
  id: 'tools.tools',
  table: 'tools_tools',
  label: 'Tools',
  noun: 'tool',
  about: 'What is lent.',
  icon: 'i-lucide-wrench',
  title: 'name',
  number: 'T-{001}',
  customFields: true,
  fields: [
    { key: 'name', label: 'Tool', kind: 'text', required: true, search: true },
    { key: 'insulated', label: 'Insulated', kind: 'switch', filter: true },
    { key: 'changes', label: 'Changes', kind: 'integer', sort: true },
    { key: 'torque', label: 'Torque', kind: 'number', inList: 'hidden' },
    { key: 'contactPhone', label: 'Phone', kind: 'phone', personal: 'clear' },
    { key: 'partOfId', label: 'Part of', kind: 'record', of: 'tools_tools' },
  ],
  hooks: () => Promise.resolve({ default: HOOKS }),
})

const MODULE = defineModule({
  id: 'tools',
  name: 'Tools',
  description: 'Made for a test.',
  version: '0.1.0',
  kernel: '*',
  kind: 'app',
  resources: [TOOLS],
})

/** Statements by the owner of the database. */
async function asOwner(statements: string[]) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  const role = new URL(process.env.DATABASE_APP_URL!).username
  try {
    for (const each of statements) await client.query(each.replaceAll('{{app}}', role))
  } finally {
    await client.end()
  }
}

test.group('Pieces of a resource', (group) => {
  let takeOut: () => void
  group.setup(async () => {
    await asOwner([
      ...organisationTable('tools_tools', {
        columns: {
          number: 'text not null',
          name: 'text not null',
          insulated: 'boolean',
          changes: 'integer',
          torque: 'numeric',
          contact_phone: 'text',
          part_of_id: 'uuid',
          archived_at: 'timestamptz',
        },
      }),
      ...indexCustomFields('tools_tools'),
    ])
    takeOut = await withModules([MODULE])
    return async () => {
      takeOut()
      await asOwner(['drop table tools_tools'])
    }
  })

  const tool = (changes: object = {}) => ({
    values: { name: 'Torque wrench', insulated: false, changes: 0, torque: '12.5', ...changes },
  })

  async function workshop() {
    const made = await makeWorkshop()
    await setModuleState(made, 'tools', 'enabled')
    return made
  }

  test('numbers without gaps name the records, in each organisation from one', async ({
    assert,
  }) => {
    const [mine, other] = [await workshop(), await workshop()]
    const scope = await mine.scope()
    const first = await createRecord(scope, TOOLS, tool())
    await assert.rejects(() => createRecord(scope, TOOLS, tool({ name: 'nothing' })))
    const second = await createRecord(scope, TOOLS, tool())
    const theirs = await createRecord(await other.scope(), TOOLS, tool())
    assert.deepEqual([first.number, second.number, theirs.number], ['T-001', 'T-002', 'T-001'])
    const found = await runList(scope, listOfResource(TOOLS), { search: 'T-002' })
    assert.lengthOf(found.rows, 1)
  })

  test('hooks change what is saved, refuse it, and act in the same transaction', async ({
    assert,
  }) => {
    const scope = await (await workshop()).scope()
    const made = await createRecord(scope, TOOLS, tool())
    assert.containsSubset(made, { name: 'TORQUE WRENCH', changes: 0, torque: '12.5' })
    const changed = await updateRecord(scope, TOOLS, made.id, {
      values: { insulated: true },
      version: made.version,
    })
    assert.containsSubset(changed, { insulated: true, changes: 1, torque: '12.5' })
    await assert.rejects(
      () => updateRecord(scope, TOOLS, made.id, { values: { name: 'nothing', changes: 9 } }),
      'There is no such tool.'
    )
    assert.deepEqual(await getRecord(scope, TOOLS, made.id), changed)
  })

  test('records point to records of their own kind; switches and whole numbers are filtered and ordered', async ({
    assert,
  }) => {
    const scope = await (await workshop()).scope()
    const set = await createRecord(scope, TOOLS, tool({ name: 'Set', changes: 7 }))
    await createRecord(scope, TOOLS, tool({ insulated: true, partOfId: set.id, changes: 3 }))
    const list = listOfResource(TOOLS)
    const insulated = await runList(scope, list, { filters: { insulated: 'true' } })
    assert.containsSubset(insulated.rows, [{ partOfId: set.id, partOfName: 'T-001' }])
    assert.lengthOf(insulated.rows, 1)
    const ordered = await runList(scope, list, { sort: 'changes' })
    assert.deepEqual(
      ordered.rows.map((row) => (row as { changes: number }).changes),
      [3, 7]
    )
    const hidden = list.columns!.filter((column) => column.hidden).map(({ key }) => key)
    assert.deepEqual(hidden, ['torque'])
  })

  test('fields of the organisation’s own are kept, and checked', async ({ assert }) => {
    const scope = await (await workshop()).scope()
    await createCustomField(scope, 'tools_tools', { label: 'Shelf', kind: 'text' })
    const made = await createRecord(scope, TOOLS, { ...tool(), custom: { shelf: 'B4' } })
    assert.deepEqual(made.custom, { shelf: 'B4' })
    await assert.rejects(() => createRecord(scope, TOOLS, { ...tool(), custom: { room: '1' } }))
  })
})
