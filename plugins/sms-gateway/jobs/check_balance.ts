import { defineJob } from '@karkhana/kernel/jobs'
import { checkBalance } from '../services/check_balance.ts'

/** Asks the provider what is left. */
export default defineJob<{ dueAt: string }>({
  name: 'sms-gateway.check_balance',
  retryDelay: 60,
  parse(payload) {
    const { dueAt } = payload as { dueAt?: unknown }
    if (typeof dueAt !== 'string' || Number.isNaN(Date.parse(dueAt))) {
      throw new TypeError('sms-gateway.check_balance needs the instant that it was due')
    }
    return { dueAt }
  },
  async handle(scope, { dueAt }) {
    await checkBalance(scope, dueAt)
  },
})
