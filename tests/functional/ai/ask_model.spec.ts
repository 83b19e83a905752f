import { test } from '@japa/runner'
import { z } from 'zod'
import {
  askModel,
  ModelRefusedError,
  ModelUnavailableError,
  type ModelQuestion,
  type ModelRequest,
} from '@karkhana/kernel/ai'
import {
  FakeModel,
  fakeDriver,
  makeWorkshop,
  restoreDrivers,
  type Workshop,
} from '@karkhana/kernel/testing'
import { saveAiSettings } from '../../../app/ai/settings.ts'
import { lend } from '../../helpers/borrowed_manifest.ts'

const PURPOSE = {
  id: 'vehicles.advice',
  label: 'Advice on a fault',
  description: 'Sends what the customer says, and gets what may be wrong.',
  permission: 'vehicles.vehicle.view',
}
const QUESTION: ModelQuestion = {
  purpose: PURPOSE.id,
  instructions: 'Say what may be wrong.',
  input: 'MH12AB1234 of Asha Rao, 98220 12345, does not charge.',
  personal: [{ kind: 'NAME', value: 'Asha Rao' }],
}

/** An organisation that has switched the purpose on. */
async function willing(monthlyPaise = 50_000): Promise<Workshop> {
  const workshop = await makeWorkshop()
  await saveAiSettings(await workshop.scope(), { monthlyPaise, purposes: [PURPOSE.id] })
  return workshop
}

interface Call {
  state: string
  cost_paise: string
  tried: number
  redactions: Record<string, number>
  error: string | null
}

const callsOf = async (workshop: Workshop) =>
  (await workshop.scope()).read((unit) =>
    unit.rows<Call & Record<string, unknown>>('select * from ai_calls order by created_at, id')
  )

const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: { code?: string }) => error.code
  )

test.group('Asking a language model', (group) => {
  group.setup(() => lend('vehicles', { aiPurposes: [PURPOSE] }))
  group.each.teardown(() => restoreDrivers())

  test('sends no personal data, puts it back into the answer, and keeps no word of it', async ({
    assert,
  }) => {
    const workshop = await willing()
    const model = fakeDriver('kernel.ai', new FakeModel('Call [NAME_1] at [PHONE_1].'))
    const reply = await askModel(await workshop.scope(), QUESTION)
    assert.equal(model.asked[0].input, '[PLATE_1] of [NAME_1], [PHONE_1], does not charge.')
    assert.equal(reply.answer, 'Call Asha Rao at 98220 12345.')
    assert.deepEqual(reply.redactions, { PLATE: 1, NAME: 1, PHONE: 1 })
    const [call] = await callsOf(workshop)
    assert.containsSubset(call, { state: 'answered', redactions: reply.redactions, tried: 1 })
    assert.notMatch(JSON.stringify(call), /Asha|98220|MH12|charge|Call/)
  })

  test('needs a purpose that is declared, allowed and switched on', async ({ assert }) => {
    const workshop = await willing()
    fakeDriver('kernel.ai', new FakeModel('Yes'))
    const unknown = { ...QUESTION, purpose: 'vehicles.nothing' }
    assert.equal(await code(askModel(await workshop.scope(), unknown)), 'E_MODEL_PURPOSE')
    const narrow = (await workshop.scope()).with({ permissions: new Set() })
    assert.equal(await code(askModel(narrow, QUESTION)), 'E_FORBIDDEN')
    const other = await makeWorkshop()
    assert.equal(await code(askModel(await other.scope(), QUESTION)), 'E_MODEL_OFF')
    assert.isEmpty(await callsOf(other))
  })

  test('is refused inside a transaction, without a model, and with too long a text', async ({
    assert,
  }) => {
    const workshop = await willing()
    const scope = await workshop.scope()
    assert.equal(await code(askModel(scope, QUESTION)), 'E_MODEL_NOT_CONFIGURED')
    fakeDriver('kernel.ai', new FakeModel('Yes'))
    const inside = scope.work(() => askModel(scope, QUESTION))
    assert.equal(await code(inside), 'E_MODEL_IN_TRANSACTION')
    const long = { ...QUESTION, input: 'a'.repeat(100_001) }
    assert.equal(await code(askModel(scope, long)), 'E_MODEL_INPUT')
  })

  test('falls back in order: refused, out of service, silent, or answering with something else', async ({
    assert,
  }) => {
    const workshop = await willing()
    const schema = z.object({ part: z.string(), sure: z.number().min(0).max(1) })
    const good = { part: 'charger', sure: 0.7 }
    for (const failing of [
      new ModelRefusedError('no.'),
      new ModelUnavailableError('down.'),
      'silent' as const,
      'not JSON',
      { part: 'charger', sure: 7 },
    ]) {
      const first = fakeDriver('kernel.ai', new FakeModel(failing))
      const second = fakeDriver('kernel.ai-second', new FakeModel(good))
      const reply = await askModel(await workshop.scope(), { ...QUESTION, schema, timeout: 400 })
      assert.deepEqual(reply.answer, good)
      assert.isTrue(reply.fellBack)
      assert.lengthOf(first.asked, 1)
      assert.equal(first.asked[0].idempotencyKey, second.asked[0].idempotencyKey)
    }
    assert.deepEqual(
      (await callsOf(workshop)).map(({ state, tried }) => [state, tried]),
      Array.from({ length: 5 }, () => ['answered', 2])
    )
  })

  test('tells the error of the last model when none answers', async ({ assert }) => {
    const workshop = await willing()
    fakeDriver('kernel.ai', new FakeModel(new ModelRefusedError('no.')))
    fakeDriver('kernel.ai-third', new FakeModel(new ModelUnavailableError('down.')))
    assert.equal(await code(askModel(await workshop.scope(), QUESTION)), 'E_MODEL_UNAVAILABLE')
    assert.containsSubset(await callsOf(workshop), [{ state: 'failed', tried: 2, cost_paise: '0' }])
  })

  test('leaves a model alone that wants to be, for this organisation only', async ({ assert }) => {
    const [mine, other] = [await willing(), await willing()]
    const busy = new ModelUnavailableError('busy.', { retryAfter: 60 })
    const first = fakeDriver('kernel.ai', new FakeModel(busy))
    fakeDriver('kernel.ai-second', new FakeModel('Yes'))
    // The second fake has forgotten what failed; the first failure counts from here
    await askModel(await mine.scope(), QUESTION)
    await askModel(await mine.scope(), QUESTION)
    assert.lengthOf(first.asked, 1)
    await askModel(await other.scope(), QUESTION)
    assert.lengthOf(first.asked, 2)
  })

  test('stays within the budget of each organisation, however many ask at a time', async ({
    assert,
  }) => {
    // 100 tokens at ₹1,000 a million and 50 at ₹4,000: 30 paise an answer, 50 set aside for each question
    const [mine, other] = [await willing(100), await willing(100)]
    fakeDriver('kernel.ai', new FakeModel('Yes'))
    const ask = async (workshop: Workshop, number: number) =>
      code(
        askModel(await workshop.scope(), {
          ...QUESTION,
          input: `Fault ${number}`,
          maxTokens: 110,
        })
      )
    const together = await Promise.all([1, 2, 3, 4, 5].map((number) => ask(mine, number)))
    assert.includeMembers(together as string[], ['answered', 'E_MODEL_BUDGET'])
    for (let number = 6; number < 12; number++) await ask(mine, number)
    const spent = (await callsOf(mine)).reduce((sum, call) => sum + Number(call.cost_paise), 0)
    assert.isAtMost(spent, 100)
    assert.isAtLeast(spent, 60)
    assert.equal(await ask(mine, 12), 'E_MODEL_BUDGET')
    assert.equal(await ask(other, 1), 'answered')
    const [warning] = await (
      await mine.scope()
    ).read((unit) => unit.rows("select href from notifications where href = '/settings/ai'"))
    assert.isUndefined(warning, 'whoever asks is not told of what they did themselves')
  })

  test('owners are told when most of the budget is used, once', async ({ assert }) => {
    const workshop = await willing(70)
    const technician = await workshop.scope('technician')
    fakeDriver('kernel.ai', new FakeModel('Yes'))
    for (const input of ['one', 'two', 'three']) {
      await code(askModel(technician, { ...QUESTION, input, maxTokens: 50 }))
    }
    const told = await (
      await workshop.scope()
    ).read((unit) => unit.rows("select id from notifications where href = '/settings/ai'"))
    assert.lengthOf(told, 1)
  })

  test('the same question is not asked twice at a time', async ({ assert }) => {
    const workshop = await willing()
    const scope = await workshop.scope()
    const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    class Held extends FakeModel {
      async ask(request: ModelRequest) {
        reached.resolve()
        await released.promise
        return super.ask(request)
      }
    }
    fakeDriver('kernel.ai', new Held(new ModelRefusedError('no.')))
    const first = code(askModel(scope, QUESTION))
    await reached.promise
    assert.equal(await code(askModel(scope, QUESTION)), 'E_MODEL_ASKED_TWICE')
    released.resolve()
    assert.equal(await first, 'E_MODEL_REFUSED')
    fakeDriver('kernel.ai', new FakeModel('Yes'))
    assert.equal(await code(askModel(scope, QUESTION)), 'answered')
  })
})

test.group('The AI page', (group) => {
  group.setup(() => lend('vehicles', { aiPurposes: [PURPOSE] }))
  group.each.teardown(() => restoreDrivers())

  test('owners choose; others are refused; each organisation for itself', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await willing()]
    const as = async (workshop: Workshop, role: 'owner' | 'technician' = 'owner') =>
      workshop.token(role)
    const wanted = { monthlyPaise: 12_300, purposes: [PURPOSE.id] }
    const saved = await client
      .put('/api/v1/settings/ai')
      .bearerToken(await as(mine))
      .json(wanted)
    saved.assertStatus(200)
    const read = await client.get('/api/v1/settings/ai').bearerToken(await as(mine))
    assert.containsSubset(read.body(), {
      data: { monthlyPaise: 12_300, spent: 0, purposes: [{ id: PURPOSE.id, on: true }] },
    })
    const theirs = await client.get('/api/v1/settings/ai').bearerToken(await as(other))
    assert.equal((theirs.body() as { data: { monthlyPaise: number } }).data.monthlyPaise, 50_000)
    const refused = await client
      .put('/api/v1/settings/ai')
      .bearerToken(await as(mine, 'technician'))
      .json(wanted)
    refused.assertStatus(403)
    const wrong = await client
      .put('/api/v1/settings/ai')
      .bearerToken(await as(mine))
      .json({ ...wanted, purposes: ['vehicles.nothing'] })
    wrong.assertStatus(422)
    assert.equal((wrong.body() as { code: string }).code, 'E_MODEL_PURPOSES')
  })

  test('lists questions without their words, of this organisation only', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await willing(), await willing()]
    fakeDriver('kernel.ai', new FakeModel('Yes'))
    await askModel(await mine.scope(), QUESTION)
    const list = async (workshop: Workshop) => {
      const answer = await client
        .get('/api/v1/settings/ai/questions')
        .bearerToken(await workshop.token())
      return (answer.body() as { data: object[] }).data
    }
    const [question, ...more] = await list(mine)
    assert.isEmpty(more)
    assert.containsSubset(question, { purpose: PURPOSE.label, redacted: 3, state: 'answered' })
    assert.isEmpty(await list(other))
  })
})
