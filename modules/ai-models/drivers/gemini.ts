import { defineDriver } from '@karkhana/kernel/module'
import { fetchService } from '../services/fetch_service.ts'
import { missingAt, modelOf, tryModel, type Access } from '../services/model_of.ts'

/** The SDK is loaded with the first question. */
async function connect({ url, key, model }: Access) {
  const { createGoogle } = await import('@ai-sdk/google')
  return createGoogle({ baseURL: url, apiKey: key, fetch: fetchService })(model)
}

/** Models of Gemini. */
export default defineDriver({
  id: 'ai-models.gemini',
  family: 'kernel.ai',
  label: 'Gemini',
  ready: (scope) => missingAt(scope, 'gemini'),
  test: async (scope) => tryModel(await modelOf(scope, 'gemini', connect)),
  create: (scope) => modelOf(scope, 'gemini', connect),
})
