import {
  callService,
  readSecret,
  ServiceUnreachableError,
  settingsOf,
  type Scope,
  type ServiceAnswer,
} from '@karkhana/kernel'
import { BalanceError, NoBalanceAddressError } from '../errors.ts'
import { API_KEY, SETTINGS } from '../settings.ts'
import { bodyOf, reasonOf } from './answers.ts'

/**
 * What is left at the provider, a decimal string as the provider counts it: rupees or messages.
 * @throws NoBalanceAddressError, BalanceError
 */
export async function askBalance(scope: Scope): Promise<string> {
  const { balance_url: url } = await settingsOf(scope, SETTINGS)
  if (!url) throw new NoBalanceAddressError()
  const key = await readSecret(scope, API_KEY.key)
  if (!key) throw new BalanceError('the API key is not stored.', false)
  const answer = await reach(url, key)
  if (answer.status !== 200) {
    throw new BalanceError(reasonOf(answer), answer.status === 429 || answer.status >= 500)
  }
  const { balance } = bodyOf(answer)
  const text = typeof balance === 'number' ? String(balance) : balance
  if (typeof text === 'string' && /^-?\d{1,11}(\.\d+)?$/.test(text)) return text
  throw new BalanceError('the answer has no number called balance.', false)
}

async function reach(url: string, key: string): Promise<ServiceAnswer> {
  try {
    return await callService({ url, headers: { authorization: `Bearer ${key}` } })
  } catch (error) {
    if (error instanceof ServiceUnreachableError) throw new BalanceError(error.message, true)
    throw error
  }
}
