import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import type { ApiResponse } from '@japa/api-client'
import { callService } from '@karkhana/kernel'
import type { Workshop } from '@karkhana/kernel/testing'
import { runInRoute } from '../../../app/outside/answered_route.ts'
import { ensureOutside } from '../../../app/outside/ensure_outside.ts'
import { currentUnit, outsideUnit } from '../../../app/tenancy/unit.ts'
import { heldUnit } from '../../../app/tenancy/request_unit.ts'
import { openRequestUnit } from '../../../app/tenancy/open_unit.ts'
import { resolver } from '../../../app/webhooks/addresses.ts'
import { begin } from './support.ts'

const PATH = '/settings/webhooks'
const endpoint = (host: string) => ({ url: `https://${host}/`, events: ['job.delivered'] })
const PUBLIC = [{ address: '93.184.215.14', family: 4 as const }]

/** Names that nobody answers for until the test does. */
class Names {
  readonly asked = Promise.withResolvers<void>()
  readonly answer = Promise.withResolvers<typeof PUBLIC>()
  count = 0

  lookup = (host: string) => {
    this.count++
    if (!host.startsWith('slow')) return Promise.resolve(PUBLIC)
    this.asked.resolve()
    return this.answer.promise
  }
}

/** An answer that nothing is prepared for. */
const brokenName = () => Promise.resolve(null as unknown as typeof PUBLIC)

async function rows<Row>(workshop: Workshop, sql: string): Promise<Row[]> {
  const scope = await workshop.scope()
  return scope.work((unit) => unit.rows<Row>(sql))
}

const endpoints = async (workshop: Workshop) =>
  (await rows<{ url: string }>(workshop, 'select url from webhook_endpoints')).map(({ url }) => url)

const refused = (answer: ApiResponse) => [answer.status(), answer.body().code as string]

test.group('Requests that call something outside', (group) => {
  let names: Names
  group.each.setup(() => {
    const { lookup } = resolver
    names = new Names()
    resolver.lookup = names.lookup
    return () => {
      names.answer.resolve(PUBLIC)
      resolver.lookup = lookup
    }
  })

  test('hold no transaction meanwhile, are done once and answered twice', async ({
    client,
    assert,
  }) => {
    const { workshop, send, key } = await begin(client)
    let held: unknown = 'not asked'
    resolver.lookup = () => {
      held = heldUnit() ?? currentUnit()
      return Promise.resolve(PUBLIC)
    }
    const first = await send(PATH, endpoint('a.example'), key)
    first.assertStatus(201)
    assert.isUndefined(held)
    const second = await send(PATH, endpoint('a.example'), key)
    assert.equal(second.text(), first.text())
    assert.equal(second.header('idempotency-replayed'), 'true')
    assert.deepEqual(await endpoints(workshop), ['https://a.example/'])
    const other = await send(PATH, endpoint('b.example'), key)
    assert.deepEqual(refused(other), [422, 'E_IDEMPOTENCY_KEY_REUSED'])
  })

  test('a second one with the key is told to wait, and gets the answer then', async ({
    client,
    assert,
  }) => {
    const { workshop, send, key } = await begin(client)
    const first = send(PATH, endpoint('slow.example'), key).then((answer) => answer)
    await names.asked.promise
    const early = await send(PATH, endpoint('slow.example'), key)
    assert.deepEqual(refused(early), [409, 'E_IDEMPOTENCY_KEY_IN_USE'])
    assert.equal(early.header('retry-after'), '1')
    const wrong = await send(PATH, endpoint('b.example'), key)
    assert.deepEqual(refused(wrong), [422, 'E_IDEMPOTENCY_KEY_REUSED'])
    names.answer.resolve(PUBLIC)
    const done = await first
    done.assertStatus(201)
    const later = await send(PATH, endpoint('slow.example'), key)
    assert.equal(later.text(), done.text())
    assert.lengthOf(await endpoints(workshop), 1)
  })

  test('one that died before it saved anything is taken up again, and saves nothing if it only seemed dead', async ({
    client,
    assert,
  }) => {
    const { workshop, send, key } = await begin(client)
    const seemsDead = send(PATH, endpoint('slow.example'), key).then((answer) => answer)
    await names.asked.promise
    await rows(workshop, `update idempotency_keys set claimed_by = '${randomUUID()}'`)
    resolver.lookup = () => Promise.resolve(PUBLIC)
    const again = await send(PATH, endpoint('slow.example'), key)
    again.assertStatus(201)
    assert.isUndefined(again.header('idempotency-replayed'))
    names.answer.resolve(PUBLIC)
    assert.deepEqual(refused(await seemsDead), [409, 'E_IDEMPOTENCY_TAKEN_OVER'])
    assert.lengthOf(await endpoints(workshop), 1)
    const replayed = await send(PATH, endpoint('slow.example'), key)
    assert.equal(replayed.text(), again.text())
  })

  test('of one that died after it saved something nobody says more than is known', async ({
    client,
    assert,
  }) => {
    const { workshop, send, key } = await begin(client)
    await send(PATH, endpoint('a.example'), key)
    await rows(
      workshop,
      `update idempotency_keys set status = null, sealed = null, headers = '{}', claim = gen_random_uuid(),
              claimed_by = gen_random_uuid(), claimed_until = now() + interval '5 minutes'`
    )
    const again = await send(PATH, endpoint('a.example'), key)
    assert.deepEqual(refused(again), [409, 'E_IDEMPOTENCY_ANSWER_UNKNOWN'])
    assert.lengthOf(await endpoints(workshop), 1)
    await rows(
      workshop,
      `update idempotency_keys set created_at = now() - interval '25 hours', claimed_until = now()`
    )
    const nextDay = await send(PATH, endpoint('a.example'), key)
    nextDay.assertStatus(201)
  })

  test('a refusal lets the key go, and so does a failure of ours that saved nothing', async ({
    client,
    assert,
  }) => {
    const { workshop, send, key } = await begin(client)
    const wrong = await send(PATH, { ...endpoint('a.example'), events: ['nothing.ever'] }, key)
    wrong.assertStatus(422)
    resolver.lookup = brokenName
    const failed = await send(PATH, endpoint('a.example'), key)
    failed.assertStatus(500)
    assert.deepEqual(await rows(workshop, 'select id from idempotency_keys'), [])
    resolver.lookup = names.lookup
    const corrected = await send(PATH, endpoint('a.example'), key)
    corrected.assertStatus(201)
  })

  test('after a failure of ours that had saved something it is not done again', async ({
    client,
    assert,
  }) => {
    const { workshop, send, key } = await begin(client)
    resolver.lookup = async () => {
      await rows(workshop, 'update idempotency_keys set wrote = true')
      return brokenName()
    }
    const failed = await send(PATH, endpoint('a.example'), key)
    failed.assertStatus(500)
    resolver.lookup = names.lookup
    const again = await send(PATH, endpoint('a.example'), key)
    assert.deepEqual(refused(again), [409, 'E_IDEMPOTENCY_ANSWER_UNKNOWN'])
    assert.deepEqual(await endpoints(workshop), [])
  })

  test('If-Match holds until the first write, also when the record is changed during the call', async ({
    client,
    assert,
  }) => {
    const { workshop, ask } = await begin(client)
    const made = await ask('POST', PATH, endpoint('a.example'))
    const path = `${PATH}/${made.body().data.id}`
    const match = { 'If-Match': made.header('etag')! }
    const late = ask('PUT', path, endpoint('slow.example'), match).then((answer) => answer)
    await names.asked.promise
    const between = await ask('PUT', path, endpoint('b.example'), match)
    between.assertStatus(200)
    names.answer.resolve(PUBLIC)
    assert.deepEqual(refused(await late), [412, 'E_PRECONDITION_FAILED'])
    assert.deepEqual(await endpoints(workshop), ['https://b.example/'])
    const stale = names.count
    const again = await ask('PUT', path, endpoint('c.example'), match)
    assert.deepEqual(refused(again), [412, 'E_PRECONDITION_FAILED'])
    assert.equal(names.count, stale, 'nothing outside is asked for a version that is gone')
  })
})

test.group('Calls outside', () => {
  const call = () => callService({ url: 'https://93.184.215.14/' })

  test('fail loudly in a transaction, and in the one that a repeated request is held in', async ({
    client,
    assert,
  }) => {
    const scope = await (await begin(client)).workshop.scope()
    const inside = 'A service was called inside a transaction.'
    await assert.rejects(() => scope.read(call), inside)
    await assert.rejects(() => openRequestUnit(scope, call), inside)
  })

  test('fail loudly in a write that does not declare them', ({ assert }) => {
    const route = (outside: boolean) => ({ name: 'POST /tickets', outside })
    assert.throws(
      () => runInRoute(route(false), () => ensureOutside('A service')),
      'A service was called by POST /tickets, which does not say so.'
    )
    assert.doesNotThrow(() => runInRoute(route(true), () => ensureOutside('A service')))
  })

  test('of a job that a write has woken are nobody’s but its own', async ({ assert }) => {
    const job = () => Promise.resolve(ensureOutside('A service'))
    const route = { name: 'POST /tickets', outside: false }
    await assert.doesNotReject(() => runInRoute(route, () => outsideUnit(job)))
  })
})
