import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import type { ListPage } from '@karkhana/kernel/pages'
import { makeWorkshop, runEvents } from '@karkhana/kernel/testing'
import { pruneHistory } from '../../../app/events/prune.ts'
import { deliver, deliveriesOf, noteDelivered } from '../../helpers/events.ts'
import { pageProps } from '../../helpers/page_props.ts'

const API = '/api/v1/settings/events'

test.group('The pages of events', () => {
  test('list what happened with its handlers, newest first, a page at a time', async ({
    assert,
    client,
    cleanup,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const handler = await noteDelivered()
    cleanup(handler.remove)
    const record = randomUUID()
    for (const number of ['1', '2', '3']) await deliver(await mine.scope(), number, record)
    await deliver(await other.scope(), 'theirs')
    await runEvents(await mine.scope())
    const token = await mine.token()
    const first = await client.get(`${API}?limit=2`).bearerToken(token)
    const rest = await client
      .get(`${API}?limit=2&cursor=${first.body().nextCursor}`)
      .bearerToken(token)
    const events = [...first.body().data, ...rest.body().data]
    assert.lengthOf(events, 3)
    assert.isNull(rest.body().nextCursor)
    assert.containsSubset(events[0], {
      event: 'jobcards.job_delivered@1',
      title: 'The vehicle was handed over to its owner',
      by: 'Asha Kulkarni',
      record,
      deliveries: { done: 1 },
    })
    const one = await client.get(`${API}/${events[0].id}`).bearerToken(token)
    assert.equal(one.body().data.payload.number, '3')
    assert.containsSubset(one.body().data.handlers, [{ handler: handler.name, state: 'done' }])
    const found = await client.get(`${API}?search=${record}`).bearerToken(token)
    assert.lengthOf(found.body().data, 3)
    const theirs = await client.get(`${API}/${events[0].id}`).bearerToken(await other.token())
    theirs.assertStatus(404)
    for (const id of ['not-an-id', randomUUID()]) {
      const response = await client.get(`${API}/${id}`).bearerToken(token)
      response.assertStatus(404)
    }
  })

  test('let somebody try again what was given up, or discard it', async ({
    assert,
    client,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    let broken = true
    const handler = await noteDelivered({
      parse: (payload) => {
        if (broken) throw new TypeError('an older shape')
        return payload as never
      },
    })
    cleanup(handler.remove)
    await deliver(scope, '1')
    await deliver(scope, '2')
    await runEvents(scope)
    const token = await workshop.token()
    const dead = await client.get(`${API}/deliveries?state=dead`).bearerToken(token)
    const [second, first] = dead.body().data
    assert.containsSubset(first, { attempts: 1, error: 'The payload was refused: an older shape' })
    broken = false
    const act = (id: string, what: string) =>
      client.post(`${API}/deliveries/${id}/${what}`).json({}).bearerToken(token)
    ;(await act(first.id, 'retry')).assertStatus(200)
    ;(await act(second.id, 'discard')).assertStatus(200)
    await runEvents(scope)
    assert.deepEqual(handler.numbers(), ['1'])
    const states = (await deliveriesOf(scope, handler.name)).map(({ state }) => state)
    assert.deepEqual(states, ['done', 'dropped'])
    const [, discarded] = await deliveriesOf(scope, handler.name)
    assert.equal(discarded.reason, 'Discarded by test.')
    ;(await act(second.id, 'discard')).assertStatus(422)

    // What is done may be handled again; the handler is told so.
    ;(await act(first.id, 'retry')).assertStatus(200)
    await runEvents(scope)
    assert.deepEqual(
      handler.seen.map(({ run }) => run.replayed),
      [false, true]
    )
    const audited = await scope.read((unit) =>
      unit.rows<{ actor_kind: string }>(
        `select distinct actor_kind from audit_log where table_name = 'event_deliveries'`
      )
    )
    assert.deepEqual(audited, [{ actor_kind: 'token' }], 'what people do is audited, nothing else')
  })

  test('are tried again or given up many at once, by handler and by error, each with its reason', async ({
    assert,
    client,
    cleanup,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    let broken = true
    const handler = await noteDelivered({
      parse: (payload) => {
        const { number } = payload as { number: string }
        if (broken && number !== 'fine') throw new TypeError(number > '2' ? 'too new' : 'too old')
        return payload as never
      },
    })
    cleanup(handler.remove)
    const scope = await mine.scope()
    for (const number of ['fine', '1', '2', '3']) await deliver(scope, number)
    await deliver(await other.scope(), '1')
    await runEvents(scope)
    await runEvents(await other.scope())
    broken = false

    const list = '/api/v1/lists/kernel.event_deliveries'
    const user = await mine.user()
    const page = await client.get('/settings/events/deliveries').loginAs(user)
    const { filters, named } = pageProps<{ list: ListPage<object> }>(page).list
    assert.includeMembers(
      named!.actions.map(({ key }) => key),
      ['retry', 'discard']
    )
    const errors = filters.find(({ key }) => key === 'error')!.options
    const tooOld = errors.find(({ label }) => label.includes('too old'))!.value
    const token = await mine.token()
    const run = async (action: string, asked: object, by = token) => {
      const body = { key: randomUUID(), action, ...asked }
      return client.post(`${list}/runs`).json(body).bearerToken(by)
    }
    const query = { filters: { state: 'dead', error: tooOld, handler: handler.name } }
    const tried = await run('retry', { query })
    tried.assertStatus(201)
    assert.containsSubset(tried.body().data, { state: 'done', total: 2, done: 2, failed: 0 })
    await runEvents(scope)
    assert.sameMembers(handler.numbers(), ['fine', '1', '2'])
    const order = await scope.read((unit) =>
      unit.rows<{ record_id: string }>('select record_id from bulk_records order by place')
    )
    const oldest = (await deliveriesOf(scope, handler.name)).slice(1, 3).map(({ id }) => id)
    assert.deepEqual(
      order.map(({ record_id: id }) => id),
      oldest,
      'an event never overtakes an older one of its record'
    )

    const dropped = await run('discard', { query: { filters: { state: 'dead' } } })
    assert.containsSubset(dropped.body().data, { total: 1, done: 1 })
    const all = await run('retry', { query: { filters: { state: 'done' } } })
    assert.containsSubset(all.body().data, { total: 3, done: 0, failed: 3 })
    assert.match(all.body().data.failures[0].reason, /This event is done/)
    const states = (await deliveriesOf(scope, handler.name)).map(({ state }) => state)
    assert.deepEqual(states, ['done', 'done', 'done', 'dropped'])

    const theirs = (await deliveriesOf(await other.scope(), handler.name))[0]
    assert.equal(theirs.state, 'dead')
    const foreign = await run('discard', { ids: [theirs.id] })
    assert.containsSubset(foreign.body().data, { done: 0, failed: 1 })
    ;(await run('discard', { ids: [theirs.id] }, await mine.token('manager'))).assertStatus(404)
    assert.equal((await deliveriesOf(await other.scope(), handler.name))[0].state, 'dead')
  })

  test('belong to those who may see them, in their organisation, in all its branches', async ({
    client,
    cleanup,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const handler = await noteDelivered({ parse: () => assert.fail() as never })
    cleanup(handler.remove)
    const scope = await mine.scope()
    await deliver(scope, '1')
    await runEvents(scope)
    const [{ id }] = await deliveriesOf(scope, handler.name)
    for (const what of ['retry', 'discard']) {
      const path = `${API}/deliveries/${id}/${what}`
      ;(
        await client
          .post(path)
          .json({})
          .bearerToken(await other.token())
      ).assertStatus(404)
      ;(
        await client
          .post(path)
          .json({})
          .bearerToken(await mine.token('manager'))
      ).assertStatus(403)
    }
    const { user } = await mine.memberWith({ role: 'admin', branchIds: [scope.branch.id] })
    for (const path of ['/settings/events', '/settings/events/deliveries', '/settings/schedules']) {
      const page = await client.get(path).loginAs(user).header('accept', 'application/json')
      page.assertStatus(403)
      page.assertBodyContains({ code: 'E_BRANCH_LIMITED' })
      const owner = await client.get(path).loginAs(await mine.user())
      owner.assertStatus(200)
      assert.isArray(pageProps<{ list: { rows: object[] } }>(owner).list.rows)
    }
    assert.equal((await deliveriesOf(scope, handler.name))[0].state, 'dead')
  })
})

test.group('The history of events', () => {
  test('is forgotten after ninety days, but for what is not done', async ({ assert, cleanup }) => {
    const scope = await (await makeWorkshop()).scope()
    const handler = await noteDelivered({
      then: (_, { number }) => {
        if (number === 'open') throw new Error('not yet')
      },
    })
    cleanup(handler.remove)
    await deliver(scope, 'done')
    await deliver(scope, 'open')
    await runEvents(scope)
    const later = (days: number) => scope.with({ now: () => DateTime.utc().plus({ days }) })
    assert.equal(await pruneHistory(later(89)), 0)
    assert.equal(await pruneHistory(later(91)), 1)
    const [left, ...more] = await deliveriesOf(scope, handler.name)
    assert.isEmpty(more)
    assert.equal(left.state, 'failed')
  })
})
