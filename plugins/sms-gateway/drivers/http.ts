import { addressProblem, readSecret, settingsOf } from '@karkhana/kernel'
import { defineDriver } from '@karkhana/kernel/module'
import { askBalance } from '../services/ask_balance.ts'
import { hearReports } from '../services/hear_reports.ts'
import { Turns } from '../services/turns.ts'
import { sendMessage } from '../services/send_message.ts'
import { API_KEY, DRIVER, SETTINGS } from '../settings.ts'

/** Hands text messages to the provider whose address and key the organisation has entered. */
export default defineDriver({
  id: DRIVER,
  family: 'kernel.sms',
  label: 'SMS gateway (HTTP)',
  async ready(scope) {
    if (!(await readSecret(scope, API_KEY.key))) return 'Store the API key under Connections.'
    const { endpoint, balance_url: balance } = await settingsOf(scope, SETTINGS)
    for (const address of [endpoint, balance]) {
      const problem = address && (await addressProblem(address))
      if (problem) return problem
    }
    return null
  },
  async test(scope) {
    return `The provider knows the key; the balance is ${await askBalance(scope)}.`
  },
  hear: (_scope, call) => Promise.resolve().then(() => hearReports(call)),
  async create(scope) {
    const settings = await settingsOf(scope, SETTINGS)
    const apiKey = await readSecret(scope, API_KEY.key)
    const turns = new Turns(settings.per_minute)
    return { send: (message) => sendMessage(message, { settings, apiKey, turns }) }
  },
})
