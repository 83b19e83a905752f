import { test } from '@japa/runner'
import { systemScope } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import Contact from '../../../modules/contacts/models/contact.ts'
import { readTable } from '../../../app/transfer/files/read_table.ts'
import type { ImportView } from '../../../app/transfer/import_record.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { Importing } from './support/files.ts'

const CONTACTS = 'contacts.contacts'
const GSTIN = '27AAPFU0939F1ZV'
/** Rows 5 to 9 of a report: name of the firm and title above; three wrong phones, two of them the same. */
const REPORT = [
  'Shree Motors',
  'List of ledgers',
  '',
  'Party name,Mobile No.,City',
  'Raj Kumar,98220 12345,Pune',
  'Asha Rao,not given,Pune',
  'Green Fleet,not given,Nashik',
  'Iqbal Khan,9.8E+09,Pune',
  'Total,3 ledgers,',
].join('\r\n')

async function phones(workshop: Workshop) {
  const scope = await systemScope(workshop.organisationId, 'test')
  const contacts = await scope.read(() => Contact.query().orderBy('name'))
  return Object.fromEntries(contacts.map(({ name, phone }) => [name, phone]))
}

test.group('Correcting refused rows in place', () => {
  test('looks at what was corrected alone, and saves the rest as it was', async ({
    client,
    assert,
  }) => {
    const mine = await makeWorkshop()
    const program = new Importing(client, mine, await mine.token())
    const taken = await program.take(CONTACTS, REPORT)
    assert.containsSubset(taken.facts, { heading: 4, encoding: 'utf-8', delimiter: ',' })
    assert.containsSubset(taken.mapping, { name: 0, phone: 1, city: 2 })
    const checked = await program.check(taken)
    assert.containsSubset(checked, { created: 1, failed: 4, fixable: true })
    assert.deepEqual(
      checked.problems.map(({ row, key }) => [row, key]),
      [6, 7, 8, 9].map((row) => [row, 'phone'])
    )
    assert.match(checked.problems[2].reason, /shortened this number/)
    assert.deepEqual(checked.wrong[6], ['Asha Rao', 'not given', 'Pune'])
    assert.containsSubset(checked.repeated, [{ key: 'phone', value: 'not given', count: 2 }])

    // The same in all rows that hold it; one of them is another person's number then.
    const cleared = await program.act(checked.id, 'rows', {
      replace: { column: 'phone', from: 'not given', to: '' },
      skip: [9],
    })
    cleared.assertStatus(200)
    const after = await program.see(checked.id)
    assert.containsSubset(after, { state: 'checked', created: 3, failed: 1, skipped: 1 })
    const wrong = await program.act(checked.id, 'rows', {
      cells: [{ row: 8, column: 'phone', value: '12' }],
    })
    wrong.assertStatus(200)
    assert.containsSubset(await program.see(checked.id), { created: 3, failed: 1 })

    const done = await program.start(after)
    assert.containsSubset(done, { state: 'done', created: 3, failed: 1, skipped: 1 })
    assert.deepEqual(await phones(mine), {
      'Asha Rao': null,
      'Green Fleet': null,
      'Raj Kumar': '+919822012345',
    })
  })

  test('imports a row that is corrected after the import, and only that one', async ({
    client,
    assert,
  }) => {
    const mine = await makeWorkshop()
    const program = new Importing(client, mine, await mine.token())
    const done = await program.start(await program.check(await program.take(CONTACTS, REPORT)))
    assert.containsSubset(done, { state: 'done', created: 1, failed: 4 })
    const fixed = await program.act(done.id, 'rows', {
      cells: [
        { row: 6, column: 'phone', value: '98220 00001' },
        { row: 8, column: 'email', value: 'iqbal@example.com' },
      ],
    })
    fixed.assertStatus(200)
    const after = await program.see(done.id)
    assert.containsSubset(after, { state: 'done', created: 2, failed: 3 })
    assert.equal(after.headings.at(-1), 'E-mail', 'a column that the file did not have is added')
    assert.equal((await phones(mine))['Asha Rao'], '+919822000001')

    const file = await client
      .get(`/api/v1/transfer/imports/${done.id}/failures?format=csv`)
      .bearerToken(await mine.token())
    const { headings, rows } = await readTable(Buffer.from(file.text()))
    assert.deepEqual(headings, ['Party name', 'Mobile No.', 'City', 'E-mail', 'Row', 'Reason'])
    assert.deepEqual(
      rows.map((row) => row[4]),
      ['7', '8', '9']
    )
    // Left out, and taken back in
    await program.act(done.id, 'rows', { skip: [7, 8, 9] })
    assert.containsSubset(await program.see(done.id), { failed: 0, skipped: 3 })
    await program.act(done.id, 'rows', { restore: true })
    assert.containsSubset(await program.see(done.id), { created: 2, failed: 3, skipped: 0 })
  })

  test('offers no one value for rows that need one each, and says why in the language of the reader', async ({
    client,
    assert,
  }) => {
    const mine = await makeWorkshop()
    const program = new Importing(client, mine, await mine.token())
    const sheet = [
      'Name,Phone,GSTIN',
      ...['Raj', 'Asha', 'Iqbal'].map((name) => `${name},,${GSTIN}`),
    ]
    const checked = await program.check(await program.take(CONTACTS, sheet.join('\r\n')))
    assert.containsSubset(checked, { created: 1, failed: 2 })
    assert.deepEqual(checked.repeated, [])
    assert.deepEqual(
      checked.problems.map(({ reason }) => reason),
      Array(2).fill('Row 2 has the same value; each may stand once.')
    )
    assert.onlyProperties(checked.problems[0], ['row', 'key', 'column', 'value', 'reason'])
    const shared = ['Name,Phone', ...['Ravi', 'Usha', 'Zubin'].map((name) => `${name},98220 12345`)]
    const taken = await program.check(await program.take(CONTACTS, shared.join('\r\n')))
    assert.containsSubset(taken, { created: 1, failed: 2 })
    assert.deepEqual(taken.repeated, [], 'nor what the record of another row has by then')
    const owner = await mine.user()
    await owner.merge({ locale: 'hi-IN' }).save()
    const page = await client.get(`/transfer/imports/${checked.id}`).loginAs(owner)
    const { record } = pageProps<{ record: ImportView }>(page)
    assert.match(record.problems[0].reason, /^पंक्ति 2 में/)
    const file = await client
      .get(`/transfer/imports/${checked.id}/failures?format=csv`)
      .loginAs(owner)
    assert.include(file.text(), 'पंक्ति 2 में')
  })

  test('leads to the records that it created and changed, also by what was corrected after', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const [before, ofOther] = [
      new Importing(client, mine, await mine.token()),
      new Importing(client, other, await other.token()),
    ]
    const known = 'Name,Phone,City\r\nRaj Kumar,98220 12345,Nashik'
    await before.start(await before.check(await before.take(CONTACTS, known)))
    const theirs = await ofOther.start(await ofOther.check(await ofOther.take(CONTACTS, REPORT)))
    const program = new Importing(client, mine, await mine.token())
    const checked = await program.check(await program.take(CONTACTS, REPORT))
    assert.deepEqual(checked.made, [], 'a check leaves nothing')
    const done = await program.start(checked)
    assert.containsSubset(done.made, [{ title: 'Raj Kumar', outcome: 'changed' }])
    await program.act(done.id, 'rows', {
      cells: [{ row: 6, column: 'phone', value: '98220 00001' }],
    })
    const { made } = await program.see(done.id)
    assert.deepEqual(
      made.map(({ title, outcome }) => [title, outcome]),
      [
        ['Asha Rao', 'created'],
        ['Raj Kumar', 'changed'],
      ]
    )
    assert.lengthOf(theirs.made, 1)
    assert.notInclude(
      made.map(({ id }) => id),
      theirs.made[0].id
    )
    for (const { id, href } of made) {
      assert.equal(href, `/contacts/${id}`)
      const page = await client.get(href!).loginAs(await mine.user())
      page.assertStatus(200)
    }
  })

  test('corrects nothing that is right, running, unknown or of somebody else', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const program = new Importing(client, mine, await mine.token())
    const taken = await program.take(CONTACTS, REPORT)
    const early = await program.act(taken.id, 'rows', { skip: [6] })
    assert.equal(early.body().code, 'E_IMPORT_STATE')
    const checked = await program.check(taken)
    for (const [body, code] of [
      [{ cells: [{ row: 5, column: 'phone', value: '1' }] }, 'E_IMPORT_ROW'],
      [{ skip: [4_000] }, 'E_IMPORT_ROW'],
      [{ cells: [{ row: 6, column: 'colour', value: '1' }] }, 'E_IMPORT_COLUMN'],
    ] as const) {
      const answer = await program.act(checked.id, 'rows', body)
      answer.assertStatus(422)
      assert.equal(answer.body().code, code)
    }
    assert.containsSubset(await program.see(checked.id), { created: 1, failed: 4 })
    for (const token of [await other.token(), await mine.token('manager')]) {
      const stranger = new Importing(client, mine, token)
      const answer = await stranger.act(checked.id, 'rows', { skip: [6] })
      answer.assertStatus(404)
    }
    await program.act(checked.id, 'start')
    const running = await program.act(checked.id, 'rows', { skip: [6] })
    assert.equal(running.body().code, 'E_IMPORT_RUNNING')
  })
})
