import { defineDriver } from '@karkhana/kernel/module'
import { fetchService } from '../services/fetch_service.ts'
import { missingAt, modelOf, tryModel, type Access } from '../services/model_of.ts'

/** The SDK is loaded with the first question. */
async function connect({ url, key, model }: Access) {
  const { createAnthropic } = await import('@ai-sdk/anthropic')
  return createAnthropic({ baseURL: url, apiKey: key, fetch: fetchService })(model)
}

/** Models of Anthropic. */
export default defineDriver({
  id: 'ai-models.anthropic',
  family: 'kernel.ai',
  label: 'Anthropic',
  ready: (scope) => missingAt(scope, 'anthropic'),
  test: async (scope) => tryModel(await modelOf(scope, 'anthropic', connect)),
  create: (scope) => modelOf(scope, 'anthropic', connect),
})
