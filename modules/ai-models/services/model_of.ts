import { addressProblem, readSecret, settingsOf, type Scope } from '@karkhana/kernel'
import type { ModelDriver } from '@karkhana/kernel/ai'
import type { LanguageModel } from 'ai'
import { KEYS, SETTINGS } from '../settings.ts'
import { askBySdk } from './ask_by_sdk.ts'

/** Whose models they are. */
export type Provider = keyof typeof KEYS

/** What a provider is reached with. */
export interface Access {
  url: string
  key: string
  model: string
}

/** What is missing before the models of a provider can be asked; `null` when nothing is. */
export async function missingAt(scope: Scope, provider: Provider): Promise<string | null> {
  if (!(await readSecret(scope, KEYS[provider].key))) return 'Store the key under Connections.'
  const { url, model, price } = await chosen(scope, provider)
  if (!model) return 'Enter the name of the model in its settings.'
  if (price.input === null || price.output === null) {
    return 'Enter what a million tokens cost in its settings; the budget is counted by it.'
  }
  return addressProblem(url)
}

/** The driver of a provider for an organisation; `connect` makes the model of the SDK. */
export async function modelOf(
  scope: Scope,
  provider: Provider,
  connect: (access: Access) => Promise<LanguageModel>
): Promise<ModelDriver> {
  const { url, model, price } = await chosen(scope, provider)
  const key = (await readSecret(scope, KEYS[provider].key)) ?? ''
  const access = { url, key, model: model ?? '' }
  let connected: Promise<LanguageModel> | undefined
  return {
    model: access.model,
    price: { input: price.input ?? 0, output: price.output ?? 0 },
    ask: async (request) => askBySdk(await (connected ??= connect(access)), request, key),
  }
}

/** Asks for one word, which costs next to nothing. */
export async function tryModel(driver: ModelDriver): Promise<string> {
  const { text } = await driver.ask({
    instructions: 'Answer with the single word OK.',
    input: 'Are you there?',
    schema: null,
    maxTokens: 200,
    signal: AbortSignal.timeout(15_000),
    idempotencyKey: `test/${crypto.randomUUID()}`,
  })
  return `${driver.model} answered: ${text.trim().slice(0, 80) || 'nothing'}`
}

async function chosen(scope: Scope, provider: Provider) {
  const settings = await settingsOf(scope, SETTINGS)
  return {
    url: settings[`${provider}_url`],
    model: settings[`${provider}_model`],
    price: { input: settings[`${provider}_input`], output: settings[`${provider}_output`] },
  }
}
