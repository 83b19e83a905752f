import { inspect } from 'node:util'
import { test } from '@japa/runner'
import { driverFor } from '@karkhana/kernel'
import {
  ModelRefusedError,
  ModelUnavailableError,
  type ModelDriver,
  type ModelRequest,
} from '@karkhana/kernel/ai'
import { chooseDriver, chooseSettings, makeWorkshop, storeSecret } from '@karkhana/kernel/testing'
import { ModelServer } from '../support/model_server.ts'

const SECRET = 'key-of-the-workshop'

/** The providers, and where each has the key, the instructions, the question and the most tokens. */
const PROVIDERS = [
  {
    id: 'gemini',
    driver: 'ai-models.gemini',
    path: '/v1/models/m-1:generateContent',
    key: 'x-goog-api-key',
    most: ['generationConfig', 'maxOutputTokens'],
  },
  {
    id: 'anthropic',
    driver: 'ai-models.anthropic',
    path: '/v1/messages',
    key: 'x-api-key',
    most: ['max_tokens'],
  },
  {
    id: 'openai',
    driver: 'ai-models.openai-compatible',
    path: '/v1/chat/completions',
    key: 'authorization',
    most: ['max_tokens'],
  },
]

const request = (changes: Partial<ModelRequest> = {}): ModelRequest => ({
  instructions: 'Be short.',
  input: 'What is wrong?',
  schema: null,
  maxTokens: 321,
  signal: AbortSignal.timeout(10_000),
  idempotencyKey: 'organisation/call',
  ...changes,
})

const SCHEMA = {
  type: 'object',
  properties: { part: { type: 'string' } },
  required: ['part'],
  additionalProperties: false,
}

for (const { id, driver: driverId, path, key, most } of PROVIDERS) {
  test.group(`Language models: ${id}`, (group) => {
    let server: ModelServer
    let driver: ModelDriver

    group.setup(() => {
      process.env.WEBHOOKS_ALLOW_LOOPBACK = 'true'
      return () => void delete process.env.WEBHOOKS_ALLOW_LOOPBACK
    })
    group.each.setup(async () => {
      server = await ModelServer.start(id)
      const workshop = await makeWorkshop()
      await workshop.switchOn('ai-models')
      await chooseSettings(await workshop.scope(), 'ai-models', {
        [`${id}_url`]: server.url,
        [`${id}_model`]: 'm-1',
        [`${id}_input`]: 8_000,
        [`${id}_output`]: 25_000,
      })
      await storeSecret(await workshop.scope(), `ai-models.${id}_key`, SECRET)
      await chooseDriver(await workshop.scope(), 'kernel.ai', driverId)
      driver = (await driverFor(await workshop.scope(), 'kernel.ai'))!
      return () => server.stop()
    })

    test('hands over instructions, question, size and keys, and counts tokens', async ({
      assert,
    }) => {
      const answer = await driver.ask(request())
      assert.deepEqual(answer, { text: 'Fine.', inputTokens: 12, outputTokens: 7 })
      assert.deepEqual(driver.price, { input: 8_000, output: 25_000 })
      const [asked] = server.asked
      assert.equal(asked.path, path)
      assert.include(String(asked.headers[key]), SECRET)
      assert.equal(asked.headers['idempotency-key'], 'organisation/call')
      const said = JSON.stringify(asked.body)
      assert.include(said, 'Be short.')
      assert.include(said, 'What is wrong?')
      const tokens = most.reduce<unknown>((at, name) => (at as never)[name], asked.body)
      assert.equal(tokens, 321)
    })

    test('asks for an answer of a form', async ({ assert }) => {
      server.next.push({ text: '{"part":"fuse"}' })
      const answer = await driver.ask(request({ schema: SCHEMA }))
      assert.deepEqual(JSON.parse(answer.text), { part: 'fuse' })
      assert.include(JSON.stringify(server.asked[0].body), '"part"')
    })

    test('tells what may pass from what will not, asks once, and shows no key', async ({
      assert,
    }) => {
      const failure = async (signal?: AbortSignal) =>
        driver.ask(request(signal && { signal })).then(
          () => assert.fail('it answered'),
          (error: unknown) => error as ModelRefusedError | ModelUnavailableError
        )
      server.next.push({ status: 429, headers: { 'retry-after': '17' } })
      const busy = await failure()
      assert.instanceOf(busy, ModelUnavailableError)
      assert.equal((busy as ModelUnavailableError).retryAfter, 17)
      for (const status of [500, 503]) {
        server.next.push({ status })
        assert.instanceOf(await failure(), ModelUnavailableError)
      }
      server.next.push({ status: 200, body: '{"choices": of Asha Rao' })
      const unreadable = await failure()
      assert.instanceOf(unreadable, ModelUnavailableError)
      assert.notMatch(inspect(unreadable, { depth: 9 }), /Asha|What is wrong/)
      server.next.push({ status: 302, headers: { location: 'http://169.254.169.254/' } })
      assert.instanceOf(await failure(), ModelUnavailableError)
      server.next.push({
        status: 401,
        body: JSON.stringify({
          type: 'error',
          error: { code: 401, status: 'x', type: 'x', message: `Wrong key ${SECRET}` },
        }),
      })
      const refused = await failure()
      assert.instanceOf(refused, ModelRefusedError)
      assert.notInclude(refused.message, SECRET)
      server.next.push({ text: '', refused: true })
      assert.instanceOf(await failure(), ModelRefusedError)
      assert.lengthOf(server.asked, 7)
      server.next.push('silent')
      assert.instanceOf(await failure(AbortSignal.timeout(200)), ModelUnavailableError)
    })
  })
}

test.group('Language models', () => {
  test('a driver is chosen when key, model and prices are there, and its address is public', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await workshop.switchOn('ai-models')
    const missing = async () =>
      chooseDriver(await workshop.scope(), 'kernel.ai', 'ai-models.openai-compatible').then(
        () => null,
        (error: { next?: string }) => error.next ?? null
      )
    assert.include(await missing(), 'Store the key under Connections.')
    await storeSecret(await workshop.scope(), 'ai-models.openai_key', SECRET)
    assert.include(await missing(), 'Enter the name of the model')
    await chooseSettings(await workshop.scope(), 'ai-models', { openai_model: 'm-1' })
    assert.include(await missing(), 'Enter what a million tokens cost')
    await chooseSettings(await workshop.scope(), 'ai-models', {
      openai_model: 'm-1',
      openai_input: 1,
      openai_output: 1,
      openai_url: 'https://127.0.0.1/v1',
    })
    assert.include(await missing(), 'not on the public internet')
  })

  test('may be chosen again as second and third choice', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    await workshop.switchOn('ai-models')
    const answer = await client.get('/api/v1/settings/services').bearerToken(await workshop.token())
    const { data } = answer.body() as { data: { id: string; drivers: { id: string }[] }[] }
    for (const family of ['kernel.ai', 'kernel.ai-second', 'kernel.ai-third']) {
      const drivers = data.find(({ id }) => id === family)!.drivers.map(({ id }) => id)
      assert.sameMembers(
        drivers,
        PROVIDERS.map(({ driver }) => driver)
      )
    }
  })
})
