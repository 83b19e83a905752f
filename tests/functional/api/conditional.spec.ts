import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { begin, madeContact, PERSON } from './support.ts'

test.group('ETag', () => {
  test('a record that has not changed is not sent again, a changed one is', async ({
    client,
    assert,
  }) => {
    const { ask } = await begin(client)
    const { made, path } = await madeContact(ask)
    const read = await ask('GET', path)
    const etag = read.header('etag')!
    assert.match(etag, /^"1-[\w-]{22}"$/)
    assert.equal(made.header('etag'), etag)
    const same = await ask('GET', path, undefined, {
      'If-None-Match': `"x", W/${etag}`,
    })
    same.assertStatus(304)
    assert.equal(same.text(), '')
    assert.equal(same.header('etag'), etag)
    await ask('PUT', path, { ...PERSON, name: 'Raj K', version: 1 })
    const changed = await ask('GET', path, undefined, { 'If-None-Match': etag })
    changed.assertStatus(200)
    assert.match(changed.header('etag')!, /^"2-/)
  })

  test('a list is not sent again while its rows are the same', async ({ client, assert }) => {
    const { ask } = await begin(client)
    const etag = (await ask('GET', '/contacts')).header('etag')!
    assert.match(etag, /^W\//)
    const same = await ask('GET', '/contacts', undefined, { 'If-None-Match': etag })
    same.assertStatus(304)
    await ask('POST', '/contacts', PERSON)
    const more = await ask('GET', '/contacts', undefined, { 'If-None-Match': etag })
    more.assertStatus(200)
  })

  test('If-Match lets a change through once, and shows both sides of a conflict', async ({
    client,
    assert,
  }) => {
    const { ask } = await begin(client)
    const { path, match } = await madeContact(ask)
    const narrow = await ask('GET', `${path}?fields=name`)
    assert.match(narrow.header('etag')!, /^"1-/)
    const changed = await ask('PUT', path, { ...PERSON, name: 'First' }, match)
    changed.assertStatus(200)
    assert.equal(changed.body().data.version, 2)
    const late = await ask('PUT', path, { ...PERSON, name: 'Second' }, match)
    late.assertStatus(412)
    assert.containsSubset(late.body(), {
      code: 'E_PRECONDITION_FAILED',
      meta: { version: 2, current: { name: 'First', version: 2 }, sent: { name: 'Second' } },
    })
    const archived = await ask('POST', `${path}/archive`, {}, match)
    archived.assertStatus(412)
    const any = await ask('POST', `${path}/archive`, {}, { 'If-Match': '*' })
    any.assertStatus(200)
  })

  test('of two changes with the same If-Match at the same time one is made', async ({
    client,
    assert,
  }) => {
    const { ask } = await begin(client)
    const { path, match } = await madeContact(ask)
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) =>
        ask('PUT', path, { ...PERSON, name: `Raj ${name}` }, { ...match, 'Idempotency-Key': name })
      )
    )
    assert.deepEqual(answers.map((answer) => answer.status()).sort(), [200, 412, 412, 412])
    const { version } = (await ask('GET', path)).body().data
    assert.equal(version, 2)
  })

  test('If-Match that is no ETag, at a record of others, and where nothing has a version', async ({
    client,
    assert,
  }) => {
    const { ask } = await begin(client)
    const { ask: stranger } = await begin(client)
    const { path, match } = await madeContact(ask)
    const wrong = await ask('PUT', path, PERSON, { 'If-Match': '"3"' })
    wrong.assertStatus(400)
    assert.equal(wrong.body().code, 'E_PRECONDITION_UNKNOWN')
    const foreign = await stranger('PUT', path, PERSON, match)
    foreign.assertStatus(404)
    assert.notInclude(foreign.text(), 'Raj')
    const nowhere = await ask('PUT', `/contacts/${randomUUID()}`, PERSON, match)
    nowhere.assertStatus(404)
    const unversioned = await ask('PUT', '/settings/numbers/next', {}, match)
    unversioned.assertStatus(400)
    const member = await ask('PUT', `/settings/members/${randomUUID()}`, {}, { 'If-Match': '*' })
    member.assertStatus(400)
    assert.equal(member.body().code, 'E_PRECONDITION_UNKNOWN')
  })
})

test.group('Field selection', () => {
  test('leaves what was asked for, in records, lists and choices', async ({ client, assert }) => {
    const { ask } = await begin(client)
    const made = await ask('POST', '/contacts?fields=id', PERSON)
    assert.deepEqual(Object.keys(made.body().data), ['id'])
    const { id } = made.body().data
    const one = await ask('GET', `/contacts/${id}?fields=name,id`)
    assert.deepEqual(one.body().data, { name: 'Raj Kumar', id })
    const list = await ask('GET', '/contacts?fields=name&limit=5')
    assert.deepEqual(list.body(), { data: [{ name: 'Raj Kumar' }], nextCursor: null, limit: 5 })
    const choices = await ask('GET', '/contacts/lookup?fields=id')
    assert.deepEqual(choices.body().data, [{ id }])
  })

  test('goes into what stands inside of a record, and into its lines', async ({
    client,
    assert,
  }) => {
    const { ask } = await begin(client)
    const { id: contactId } = (await ask('POST', '/contacts', PERSON)).body().data
    const ticket = await ask('POST', '/tickets', { contactId, complaint: 'Brakes', priority: 'P3' })
    const path = `/tickets/${ticket.body().data.id}`
    const read = await ask('GET', `${path}?fields=number,contact.name`)
    assert.deepEqual(read.body().data, {
      number: ticket.body().data.number,
      contact: { name: 'Raj Kumar' },
    })
  })

  test('a name that the answer does not have is refused before anything is done', async ({
    client,
    assert,
  }) => {
    const { ask } = await begin(client)
    const refused = await ask('POST', '/contacts?fields=id,nmae', PERSON)
    refused.assertStatus(422)
    assert.equal(refused.body().code, 'E_FIELDS')
    assert.deepEqual(refused.body().meta.unknown, ['nmae'])
    assert.includeMembers(refused.body().meta.known, ['id', 'name', 'version'])
    assert.deepEqual((await ask('GET', '/contacts')).body().data, [])
    for (const fields of ['__proto__', 'id.length', 'constructor', 'name.x', ',,id,nothing']) {
      const answer = await ask('GET', `/contacts?fields=${fields}`)
      answer.assertStatus(422)
    }
  })
})
