import { test } from '@japa/runner'
import { systemScope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { v7 as uuidv7 } from 'uuid'
import Contact from '../../../modules/contacts/models/contact.ts'
import { Importing, tableAt } from './support/files.ts'

test.group('Fields of the organisation’s own in files', () => {
  test('are columns of its imports and exports, and of nobody else’s', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await systemScope(mine.organisationId, 'test')
    await scope.work((unit) =>
      unit.table('custom_fields').insert({
        organisation_id: mine.organisationId,
        id: uuidv7(),
        table_name: 'contacts_contacts',
        key: 'fleet_code',
        label: 'Fleet code',
        kind: 'integer',
        options: '[]',
        position: 0,
      })
    )
    const program = new Importing(client, mine, await mine.token())
    const file = 'Name,Fleet code\nRaj Kumar,42\nGreen Fleet,many\nNo Code,'
    const taken = await program.take('contacts.contacts', file)
    assert.equal(taken.mapping['custom.fleet_code'], 1)
    const done = await program.start(await program.check(taken))
    assert.containsSubset(done, { created: 2, failed: 1 })
    assert.equal(done.problems[0].column, 'Fleet code')
    const raj = await scope.read(() => Contact.findByOrFail('name', 'Raj Kumar'))
    assert.deepEqual(raj.custom, { fleet_code: 42 })

    const again = await program.start(
      await program.check(await program.take('contacts.contacts', file.replace('42', '43')))
    )
    assert.containsSubset(again, { changed: 1, same: 1, failed: 1 })

    const path = '/transfer/exporters/contacts.contacts/export?format=csv'
    const table = await tableAt(path, await mine.token())
    const column = table.headings.indexOf('Fleet code')
    assert.deepEqual(
      table.rows.map((row) => row[column]),
      ['43', '']
    )
    const theirs = new Importing(client, other, await other.token())
    const foreign = await theirs.take('contacts.contacts', file)
    assert.notProperty(foreign.mapping, 'custom.fleet_code')
  })
})
