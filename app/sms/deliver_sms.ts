import { defineJob, type Job } from '../jobs/job.ts'
import deliverMessage from '../messages/jobs/deliver_message.ts'

/** Text messages that were queued before all channels had one job. */
const deliverSms: Job<{ messageId: string }> = defineJob<{ messageId: string }>({
  name: 'kernel.deliver_sms',
  retryLimit: deliverMessage.retryLimit,
  retryDelay: deliverMessage.retryDelay,
  timeout: deliverMessage.timeout,
  parse: (payload) => deliverMessage.parse(payload),
  handle: (scope, payload, run) => deliverMessage.handle(scope, payload, run),
})

export default deliverSms
