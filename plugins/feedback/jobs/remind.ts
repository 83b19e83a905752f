import { defineJob } from '@karkhana/kernel/jobs'
import { remindCustomers } from '../services/remind.ts'

/** Reminds those who have not answered. */
export default defineJob<{ dueAt: string }>({
  name: 'feedback.remind',
  timeout: 600,
  parse(payload) {
    const { dueAt } = payload as { dueAt?: unknown }
    if (typeof dueAt !== 'string' || Number.isNaN(Date.parse(dueAt))) {
      throw new TypeError('feedback.remind needs the instant that it was due')
    }
    return { dueAt }
  },
  async handle(scope, { dueAt }) {
    await remindCustomers(scope, dueAt)
  },
})
