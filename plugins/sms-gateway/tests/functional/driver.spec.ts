import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { DRIVER } from '../../settings.ts'
import { choose, kept, text, work, withProvider, workshopWith } from '../support/gateway.ts'
import { Provider, type Answer } from '../support/provider.ts'

const SERVICES = '/api/v1/settings/services'

test.group('SMS gateway', (group) => {
  let provider: Provider
  withProvider(group, (started) => (provider = started))

  test('hands a message over with sender, DLT ids, bearer key and idempotency key', async ({
    assert,
  }) => {
    const workshop = await workshopWith(provider, {
      entity_id: '1201159123456789012',
      template_id: '1207161234567890123',
    })
    await text(workshop)
    assert.isEmpty(await work(workshop))
    assert.lengthOf(provider.messages, 1)
    const [{ headers, body, path }] = provider.messages
    assert.equal(path, '/messages')
    assert.equal(headers.authorization, 'Bearer key of the workshop')
    assert.match(String(headers['idempotency-key']), /^messages\//)
    assert.deepEqual(body, {
      to: '+919822012345',
      sender: 'VWHEEL',
      text: 'Your scooter is ready.',
      entity_id: '1201159123456789012',
      template_id: '1207161234567890123',
    })
    const [message] = await kept(workshop)
    assert.deepInclude(message, { status: 'sent', driver_id: DRIVER })
    assert.equal(message.provider_id, `msg-${String(headers['idempotency-key'])}`)
  })

  test('two failures of the provider and then success are exactly one message', async ({
    assert,
  }) => {
    const workshop = await workshopWith(provider)
    provider.next.push({ status: 500 }, { status: 502 })
    await text(workshop)
    assert.lengthOf(await work(workshop), 2)
    assert.lengthOf(provider.messages, 3)
    assert.lengthOf(new Set(provider.messages.map((m) => m.headers['idempotency-key'])) as never, 1)
    assert.equal(provider.delivered.size, 1)
    assert.deepInclude((await kept(workshop))[0], { status: 'sent', attempts: 3 })
  })

  test('a refusal is final, tells the reason of the provider and no phone number', async ({
    assert,
  }) => {
    const workshop = await workshopWith(provider)
    provider.next.push({
      status: 422,
      body: { error: { message: 'Template does not match for +91 98220 12345' } },
    })
    await text(workshop)
    assert.isEmpty(await work(workshop))
    const [message] = await kept(workshop)
    assert.deepInclude(message, {
      status: 'failed',
      attempts: 1,
      driver_id: DRIVER,
      error_code: 'E_SMS_REFUSED',
    })
    assert.match(message.error_message!, /Template does not match/)
    assert.notMatch(message.error_message!, /98220|12345/)
    assert.lengthOf(provider.messages, 1)
  })

  test('what may pass is tried again', async ({ assert }) => {
    const workshop = await workshopWith(provider)
    const passing: Record<string, Answer> = {
      'a key that is not known': { status: 401, body: { message: 'Unknown key' } },
      'an answer without an id': { status: 200, body: { ok: true } },
      'an answer that is no JSON object': { status: 200, body: 'fine' },
      'a redirect': { status: 302, headers: { location: provider.url('/elsewhere') } },
    }
    for (const [name, answer] of Object.entries(passing)) {
      provider.next.push(answer)
      await text(workshop)
      const [thrown, ...others] = await work(workshop)
      assert.equal((thrown as { code?: string }).code, 'E_SMS_UNAVAILABLE', name)
      assert.isEmpty(others, name)
    }
    assert.isFalse(provider.asked.some(({ path }) => path === '/elsewhere'))
    assert.deepEqual(
      (await kept(workshop)).map(({ status }) => status),
      Array(4).fill('sent')
    )
  })

  test('a busy provider is asked again when it says so, and the attempt does not count', async ({
    assert,
  }) => {
    const workshop = await workshopWith(provider)
    for (let count = 0; count < 9; count += 1) {
      provider.next.push({ status: 429, headers: { 'retry-after': '120' } })
    }
    await text(workshop)
    const before = Date.now()
    assert.isEmpty(await work(workshop, { rounds: 1 }))
    const [waiting] = await kept(workshop)
    assert.equal(waiting.status, 'queued')
    const { rows } = await db.rawQuery<{
      rows: { start_after: Date }[]
    }>(
      `select start_after from pgboss.job where data ->> 'organisationId' = ? and state = 'created'`,
      [workshop.organisationId]
    )
    assert.lengthOf(rows, 1)
    assert.closeTo(rows[0].start_after.getTime() - before, 120_000, 20_000)
    assert.isEmpty(await work(workshop))
    assert.deepInclude((await kept(workshop))[0], { status: 'sent' })
    assert.equal(provider.delivered.size, 1)
  })

  test('a provider that never answers is given up after ten seconds and tried again', async ({
    assert,
  }) => {
    const workshop = await workshopWith(provider)
    provider.next.push('silent')
    await text(workshop)
    const begun = Date.now()
    const [thrown] = await work(workshop)
    assert.match(thrown.message, /within 10 seconds/)
    assert.isAtLeast(Date.now() - begun, 9_900)
    assert.equal(provider.delivered.size, 1)
  }).timeout(40_000)

  test('more than the provider allows in a minute waits its turn', async ({ assert }) => {
    const workshop = await workshopWith(provider, { per_minute: 1 })
    await text(workshop)
    await text(workshop)
    assert.isEmpty(await work(workshop, { rounds: 1 }))
    assert.lengthOf(provider.messages, 1)
    assert.deepEqual((await kept(workshop)).map(({ status }) => status).sort(), ['queued', 'sent'])
  })

  test('two organisations with other providers and keys never mix', async ({ assert }) => {
    const second = await Provider.start()
    try {
      const [mine, other] = [
        await workshopWith(provider, { key: 'mine', sender: 'MINEXX' }),
        await workshopWith(second, { key: 'theirs', sender: 'OTHERX' }),
      ]
      await Promise.all([text(mine, 'Of mine'), text(other, 'Of the other')])
      await Promise.all([work(mine), work(other)])
      for (const [at, key, sender, words] of [
        [provider, 'mine', 'MINEXX', 'Of mine'],
        [second, 'theirs', 'OTHERX', 'Of the other'],
      ] as const) {
        assert.lengthOf(at.messages, 1)
        assert.equal(at.messages[0].headers.authorization, `Bearer ${key}`)
        assert.deepInclude(at.messages[0].body, { sender, text: words })
      }
      assert.lengthOf(await kept(mine), 1)
    } finally {
      await second.stop()
    }
  })

  test('says what is missing, and is tested without sending anything', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token()
    const offered = async () => {
      const page = await client.get(SERVICES).bearerToken(token)
      return JSON.stringify(page.body())
    }
    assert.notInclude(await offered(), DRIVER)
    await workshop.switchOn('sms-gateway')
    assert.include(await offered(), 'Address for messages')
    const refused = await client
      .put(`${SERVICES}/kernel.sms`)
      .bearerToken(token)
      .json({ driver: DRIVER })
    assert.equal(refused.status(), 422)

    const ready = await workshopWith(provider)
    const tried = async () =>
      client
        .post(`${SERVICES}/kernel.sms/test`)
        .bearerToken(await ready.token())
        .json({ driver: DRIVER })
    const answered = await tried()
    answered.assertStatus(200)
    assert.include(JSON.stringify(answered.body()), '1234.50')
    provider.balanceStatus = 403
    provider.balance = { message: 'This key was withdrawn' }
    const failed = await tried()
    assert.isAtLeast(failed.status(), 400)
    assert.include(JSON.stringify(failed.body()), 'This key was withdrawn')
    assert.isEmpty(provider.messages)
  })

  test('an address on a private network is refused when it is chosen and when it is called', async ({
    assert,
  }) => {
    const workshop = await workshopWith(provider)
    delete process.env.WEBHOOKS_ALLOW_LOOPBACK
    try {
      await text(workshop)
      const [thrown] = await work(workshop, { rounds: 1 })
      assert.match(thrown.message, /not on the public internet/)
      assert.isEmpty(provider.messages)
      const refused = await choose(workshop).catch((error: unknown) => error)
      assert.match((refused as { next: string }).next, /not on the public internet/)
    } finally {
      process.env.WEBHOOKS_ALLOW_LOOPBACK = 'true'
    }
  })

  test('while the gateway is paused messages wait, and go when it is on again', async ({
    assert,
  }) => {
    const workshop = await workshopWith(provider)
    await workshop.switchOff('sms-gateway')
    await text(workshop)
    await work(workshop)
    assert.isEmpty(provider.messages)
    assert.equal((await kept(workshop))[0].status, 'queued')
    await workshop.switchOn('sms-gateway')
    await work(workshop)
    assert.lengthOf(provider.messages, 1)
    assert.equal((await kept(workshop))[0].status, 'sent')
  })

  test('delivery reports of the provider tell what became of a message, and nobody else can', async ({
    assert,
    client,
  }) => {
    const workshop = await workshopWith(provider)
    const other = await workshopWith(provider)
    await text(workshop)
    await work(workshop)
    const address = async (whose: typeof workshop) => {
      const { data } = (await client.get(SERVICES).bearerToken(await whose.token())).body() as {
        data: { id: string; drivers: { id: string; newsAddress: string | null }[] }[]
      }
      const { drivers } = data.find(({ id }) => id === 'kernel.sms')!
      return new URL(drivers.find(({ id }) => id === DRIVER)!.newsAddress!).pathname
    }
    const [own, foreign] = [await address(workshop), await address(other)]
    const [{ provider_id: id }] = await kept(workshop)
    const status = async () => (await kept(workshop))[0].status
    ;(await client.post(`${own.slice(0, -1)}!`).json({ id, status: 'failed' })).assertStatus(404)
    ;(await client.post(foreign).json({ id, status: 'failed' })).assertStatus(200)
    ;(await client.post(own).json({ status: 'failed' })).assertStatus(422)
    ;(await client.post(own).json([{ id: 'msg-unknown', status: 'failed' }])).assertStatus(200)
    assert.equal(await status(), 'sent')
    ;(await client.post(own).json([{ id, status: 'DELIVRD' }])).assertStatus(200)
    assert.equal(await status(), 'delivered')
    ;(await client.get(own).qs({ id, status: 'read' })).assertStatus(200)
    ;(await client.post(own).json({ id, status: 'delivered' })).assertStatus(200)
    assert.equal(await status(), 'read')

    await text(workshop)
    await work(workshop)
    const [, second] = await kept(workshop)
    const reason = 'Absent subscriber +91 98220 12345'
    const failed = { id: second.provider_id, status: 'UNDELIV', reason, gone: true }
    ;(await client.post(own).json(failed)).assertStatus(200)
    ;(await client.post(own).json(failed)).assertStatus(200)
    const [, gone] = await kept(workshop)
    assert.deepInclude(gone, { status: 'bounced', error_message: 'Absent subscriber +••••' })
    assert.equal((await text(workshop)).status, 'suppressed')
    assert.notEqual((await text(other)).status, 'suppressed')
  })
})
