import { defineJob } from '@karkhana/kernel/jobs'
import { warnManagers } from '../services/warn_managers.ts'

/** Tells the managers about a low balance. */
export default defineJob<{ balance: string; least: string; on: string }>({
  name: 'sms-gateway.warn',
  parse(payload) {
    const { balance, least, on } = payload as Record<string, unknown>
    if (typeof balance !== 'string' || typeof least !== 'string' || typeof on !== 'string') {
      throw new TypeError('sms-gateway.warn needs the balance, what it should be, and a date')
    }
    return { balance, least, on }
  },
  async handle(scope, { balance, least }, run) {
    await warnManagers(scope, { balance, least }, run.id)
  },
})
