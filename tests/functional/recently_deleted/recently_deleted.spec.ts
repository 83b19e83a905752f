import { test } from '@japa/runner'
import type { DeletedRow } from '@karkhana/kernel/pages'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { randomUUID } from 'node:crypto'
import type { BulkRun } from '../../../app/bulk/bulk_run.ts'
import { Program } from '../../helpers/program.ts'
import { asker, attach, makeTicket } from '../records/support.ts'

const BILL = { name: 'bill.txt', content: Buffer.from('₹ 500') }
const PAGE = '/recently-deleted'

/** What a member finds among what was deleted. */
async function found(ask: ReturnType<typeof asker>, role: Parameters<typeof ask>[0]) {
  const response = await ask(role, 'GET', PAGE)
  response.assertStatus(200)
  return response.body().data as DeletedRow[]
}

test.group('What was deleted lately', () => {
  test('archived records, comments and files lie together, with who, when and how long', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id, contactId } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    await ask('manager', 'POST', `/contacts/${contactId}/archive`)
    const written = await ask('manager', 'POST', `${base}/comments`, { body: 'Call him' })
    await ask('manager', 'DELETE', `${base}/comments/${written.body().data.id}`)
    const file = await attach(workshop, base, BILL)
    await file.finish()
    await ask('manager', 'DELETE', `${base}/files/${file.id}`)

    const rows = await found(ask, 'manager')
    assert.deepEqual(
      rows.map(({ title, kindLabel, by, daysLeft, href }) => [
        title,
        kindLabel,
        by,
        daysLeft,
        href,
      ]),
      [
        ['bill.txt', 'File', 'Manager', 30, `/tickets/${id}`],
        ['Call him', 'Comment', 'Manager', 30, `/tickets/${id}`],
        ['Raj Kumar', 'Contact', 'Manager', null, `/contacts/${contactId}`],
      ]
    )

    // Comments are brought back by their author alone, archived records by a role that may archive
    assert.deepEqual(
      (await found(ask, 'accountant')).map(({ title, refused }) => [title, refused]),
      [['Raj Kumar', 'permission']]
    )
    const refused = await ask('accountant', 'POST', `${PAGE}/${contactId}/restore`)
    refused.assertStatus(403)
    const restored = await ask('manager', 'POST', `${PAGE}/${contactId}/restore`)
    restored.assertStatus(200)
    const contact = await ask('manager', 'GET', `/contacts/${contactId}`)
    assert.isFalse(contact.body().data.archived)
  })

  test('many are brought back at once; what may not be is left with its reason', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id, contactId } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const written = await ask('accountant', 'POST', `${base}/comments`, { body: 'Call him' })
    const comment = written.body().data.id as string
    await ask('accountant', 'DELETE', `${base}/comments/${comment}`)
    await ask('manager', 'POST', `/contacts/${contactId}/archive`)
    const begun = await ask('accountant', 'POST', '/lists/kernel.recently_deleted/runs', {
      key: randomUUID(),
      action: 'restore',
      ids: [comment, contactId],
    })
    begun.assertStatus(201)
    const run = begun.body().data as BulkRun
    assert.containsSubset(run, { state: 'done', total: 2, done: 1, failed: 1 })
    assert.deepEqual(
      run.failures.map(({ title }) => title),
      ['Raj Kumar']
    )
    assert.deepEqual(
      (await found(ask, 'accountant')).map(({ title }) => title),
      ['Raj Kumar']
    )
  })

  test('a comment is gone for good when the word is typed, an archived record never', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id, contactId } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}/comments`
    const comment = (await ask('manager', 'POST', base, { body: 'Wrong ticket' })).body().data.id
    const early = await ask('manager', 'DELETE', `${PAGE}/${comment}`, { confirm: 'DELETE' })
    early.assertStatus(404)
    await ask('manager', 'DELETE', `${base}/${comment}`)
    await ask('manager', 'POST', `/contacts/${contactId}/archive`)
    const untyped = await ask('manager', 'DELETE', `${PAGE}/${comment}`, { confirm: 'yes' })
    untyped.assertStatus(422)
    const gone = await ask('manager', 'DELETE', `${PAGE}/${comment}`, { confirm: 'DELETE' })
    gone.assertStatus(200)
    const record = await ask('manager', 'DELETE', `${PAGE}/${contactId}`, { confirm: 'DELETE' })
    record.assertStatus(404)
    assert.deepEqual(
      (await found(ask, 'manager')).map(({ title }) => title),
      ['Raj Kumar']
    )
    const back = await ask('manager', 'POST', `${base}/${comment}/restore`)
    back.assertStatus(404)
  })

  test('of other organisations, of hidden records and of modules that are off nothing is there', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const ask = asker(client, mine)
    const { id, contactId } = await makeTicket(client, mine)
    const base = `/records/tickets_tickets/${id}`
    const file = await attach(mine, base, BILL)
    await file.finish()
    await ask('manager', 'DELETE', `${base}/files/${file.id}`)
    await ask('manager', 'POST', `/contacts/${contactId}/archive`)
    const foreign = asker(client, other)
    assert.deepEqual(await found(foreign, 'owner'), [])
    const taken = await foreign('owner', 'POST', `${PAGE}/${contactId}/restore`)
    taken.assertStatus(404)
    const removed = await foreign('owner', 'DELETE', `${PAGE}/${file.id}`, {
      confirm: 'DELETE',
    })
    removed.assertStatus(404)
    // a technician sees tickets that are assigned to them, and their own files
    assert.deepEqual(
      (await found(ask, 'technician')).map(({ title }) => title),
      ['Raj Kumar']
    )
    for (const module of ['invoicing', 'jobcards', 'tickets']) await mine.switchOff(module)
    assert.deepEqual(
      (await found(ask, 'owner')).map(({ title }) => title),
      ['Raj Kumar']
    )
    const token = new Program(client, await mine.token())
    const wrong = await token.ask('POST', `${PAGE}/x/restore`)
    wrong.assertStatus(404)
  })
})
