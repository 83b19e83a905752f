import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import type { OpenApiDocument } from '../../../app/openapi/document.ts'
import { fillEverything } from '../../helpers/fill_workshop.ts'
import { Caller } from './support/caller.ts'
import { callRecords } from './support/story_kernel.ts'
import { callModules } from './support/story_modules.ts'
import { callRest, callSettings } from './support/story_settings.ts'

test.group('A client made from the description', () => {
  test('calls every operation, and every answer is as described', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    await fillEverything(workshop, 6)
    const token = await workshop.token()
    const { membership } = await workshop.member('technician')
    const described = await client.get('/api/v1/openapi.json').bearerToken(token)
    const api = new Caller(described.body() as OpenApiDocument, process.env.APP_URL!, token)
    try {
      const told = await callModules(api, membership.id)
      await callRecords(api, told)
      await callSettings(api, told, workshop)
      await callRest(api, told)
    } catch (error) {
      // What went wrong before says more than what could not go on.
      throw new Error(api.wrong.join('\n'), { cause: error })
    }
    const missing = api.operations.filter((name) => !api.called.has(name))
    assert.deepEqual({ missing, wrong: api.wrong }, { missing: [], wrong: [] })
    assert.equal(api.called.size, api.operations.length)
  }).timeout(300_000)
})
