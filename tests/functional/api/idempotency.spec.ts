import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import { runRetention } from '../../../app/data/erasure/retention.ts'
import { begin, keyed, PERSON, programOf } from './support.ts'

async function contacts(workshop: Workshop): Promise<number> {
  const scope = await workshop.scope()
  return scope.read(async (unit) => {
    const [{ count }] = await unit.rows<{ count: number }>(
      'select count(*)::int as count from contacts_contacts'
    )
    return count
  })
}

async function kept(workshop: Workshop) {
  const scope = await workshop.scope()
  return scope.read((unit) =>
    unit.rows<{ key: string; sealed: string }>('select key, sealed from idempotency_keys')
  )
}

test.group('Idempotency-Key', () => {
  test('the same request with the same key is done once and answered twice', async ({
    client,
    assert,
  }) => {
    const { workshop, send, key } = await begin(client)
    const first = await send('/contacts', PERSON, key)
    first.assertStatus(201)
    assert.isUndefined(first.header('idempotency-replayed'))
    const second = await send('/contacts', PERSON, key)
    second.assertStatus(201)
    assert.equal(second.header('idempotency-replayed'), 'true')
    assert.equal(second.text(), first.text())
    assert.equal(second.header('etag'), first.header('etag'))
    assert.equal(second.header('content-type'), first.header('content-type'))
    const quoted = await send('/contacts', PERSON, `"${key}"`)
    assert.equal(quoted.text(), first.text())
    assert.equal(await contacts(workshop), 1)
  })

  test('another request with the key is refused, on another route it is another key', async ({
    client,
    assert,
  }) => {
    const { workshop, send, key } = await begin(client)
    const first = await send('/contacts', PERSON, key)
    const other = await send('/contacts', { ...PERSON, name: 'Meera' }, key)
    other.assertStatus(422)
    assert.equal(other.body().code, 'E_IDEMPOTENCY_KEY_REUSED')
    const archived = await send(`/contacts/${first.body().data.id}/archive`, {}, key)
    archived.assertStatus(200)
    assert.equal(await contacts(workshop), 1)
    const wrong = await send('/contacts', PERSON, 'x'.repeat(201))
    wrong.assertStatus(400)
    assert.equal(wrong.body().code, 'E_IDEMPOTENCY_KEY')
  })

  test('a form in parts is another request when its fields are others', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token()
    const key = randomUUID()
    const send = (name: string) =>
      client
        .post('/api/v1/contacts')
        .bearerToken(token)
        .header('Idempotency-Key', key)
        .fields({ ...PERSON, name })
    const first = await send('Raj Kumar')
    first.assertStatus(201)
    const again = await send('Raj Kumar')
    assert.equal(again.header('idempotency-replayed'), 'true')
    assert.equal(again.text(), first.text())
    const other = await send('Meera Joshi')
    other.assertStatus(422)
    assert.equal(other.body().code, 'E_IDEMPOTENCY_KEY_REUSED')
    assert.equal(await contacts(workshop), 1)
  })

  test('of many at the same time one is done, the others wait or get its answer', async ({
    client,
    assert,
  }) => {
    const { workshop, send, key } = await begin(client)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => send('/contacts', PERSON, key))
    )
    assert.equal(await contacts(workshop), 1)
    const done = answers.filter((answer) => answer.status() === 201)
    assert.isAbove(done.length, 0)
    assert.lengthOf(
      done.filter((answer) => !answer.header('idempotency-replayed')),
      1
    )
    for (const answer of answers.filter((each) => each.status() !== 201)) {
      answer.assertStatus(409)
      assert.equal(answer.body().code, 'E_IDEMPOTENCY_KEY_IN_USE')
      assert.equal(answer.header('retry-after'), '1')
    }
    const after = await send('/contacts', PERSON, key)
    assert.equal(after.text(), done[0].text())
  })

  test('a refusal is not kept: what is corrected may use the key again', async ({
    client,
    assert,
  }) => {
    const { workshop, send, key } = await begin(client)
    const refused = await send('/contacts', { kind: 'customer' }, key)
    refused.assertStatus(422)
    assert.deepEqual(await kept(workshop), [])
    const corrected = await send('/contacts', PERSON, key)
    corrected.assertStatus(201)
    assert.isUndefined(corrected.header('idempotency-replayed'))
  })

  test('tokens and organisations never share a key, and nobody reads what is kept', async ({
    client,
    assert,
  }) => {
    const { workshop: mine, send, key } = await begin(client)
    const other = await makeWorkshop()
    const sender = (token: string) => keyed(programOf(client, token))
    const first = await send('/contacts', PERSON, key)
    const colleague = await sender(await mine.token())(
      '/contacts',
      { ...PERSON, phone: '98220 12346' },
      key
    )
    colleague.assertStatus(201)
    const stranger = await sender(await other.token())('/contacts', PERSON, key)
    stranger.assertStatus(201)
    assert.notEqual(stranger.body().data.id, first.body().data.id)
    assert.equal(await contacts(mine), 2)
    assert.equal(await contacts(other), 1)
    const rows = await kept(mine)
    assert.lengthOf(rows, 2)
    for (const { sealed } of rows) assert.notInclude(sealed, 'Raj')
    assert.lengthOf(await kept(other), 1)
  })

  test('a removal is answered again although the record is gone', async ({ client, assert }) => {
    const { send } = await begin(client)
    const made = await send(
      '/settings/holidays',
      { branchId: null, onDate: '2026-10-02', name: 'Gandhi Jayanti' },
      randomUUID()
    )
    assert.equal(made.status(), 201, made.text())
    const path = `/settings/holidays/${made.body().data.id}`
    const key = randomUUID()
    const first = await send(path, {}, key, 'DELETE')
    first.assertStatus(200)
    const again = await send(path, {}, key, 'DELETE')
    again.assertStatus(200)
    assert.equal(again.text(), first.text())
    const without = await send(path, {}, randomUUID(), 'DELETE')
    without.assertStatus(404)
  })

  test('reads what the request itself wrote, and leaves nothing of one that fails later', async ({
    client,
    assert,
  }) => {
    const { workshop, send } = await begin(client)
    const contact = await send('/contacts', PERSON, randomUUID())
    const { id } = contact.body().data
    const stale = await send(
      `/contacts/${id}`,
      { ...PERSON, name: 'Raj K', version: 9 },
      randomUUID(),
      'PUT'
    )
    stale.assertStatus(409)
    const changed = await send(
      `/contacts/${id}`,
      { ...PERSON, name: 'Raj K', version: 1 },
      randomUUID(),
      'PUT'
    )
    changed.assertStatus(200)
    assert.containsSubset(changed.body().data, { name: 'Raj K', version: 2 })
    assert.lengthOf(await kept(workshop), 2)
  })

  test('a key is forgotten after a day, by itself and by the nightly run', async ({
    client,
    assert,
  }) => {
    const { workshop, send, key } = await begin(client)
    await send('/settings/holidays', { branchId: null, onDate: '2026-10-02', name: 'One' }, key)
    const scope = await workshop.scope()
    await scope.work((unit) =>
      unit.rows(`update idempotency_keys set created_at = now() - interval '25 hours'`)
    )
    const later = await send(
      '/settings/holidays',
      { branchId: null, onDate: '2026-11-14', name: 'Two' },
      key
    )
    later.assertStatus(201)
    assert.isUndefined(later.header('idempotency-replayed'))
    await scope.work((unit) =>
      unit.rows(`update idempotency_keys set created_at = now() - interval '25 hours'`)
    )
    await runRetention(scope, await app.container.make(ModuleRegistry))
    assert.deepEqual(await kept(workshop), [])
  })
})
