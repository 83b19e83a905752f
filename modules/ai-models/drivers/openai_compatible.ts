import { defineDriver } from '@karkhana/kernel/module'
import { fetchService } from '../services/fetch_service.ts'
import { missingAt, modelOf, tryModel, type Access } from '../services/model_of.ts'

/** The SDK is loaded with the first question. */
async function connect({ url, key, model }: Access) {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  const provider = createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: url,
    apiKey: key,
    fetch: fetchService,
    supportsStructuredOutputs: true,
  })
  return provider(model)
}

/** Models of OpenAI and of everybody who speaks the same way, also on servers of one's own. */
export default defineDriver({
  id: 'ai-models.openai-compatible',
  family: 'kernel.ai',
  label: 'OpenAI-compatible',
  ready: (scope) => missingAt(scope, 'openai'),
  test: async (scope) => tryModel(await modelOf(scope, 'openai', connect)),
  create: (scope) => modelOf(scope, 'openai', connect),
})
