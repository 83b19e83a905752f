import { getBranch, languageOf, settingsOf, type Scope } from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import { defineJob } from '@karkhana/kernel/jobs'
import { sendMail } from '@karkhana/kernel/mail'
import { sendWordedText } from '@karkhana/kernel/sms'
import type {} from '@karkhana/contacts/contracts'
import type {} from '@karkhana/vehicles/contracts'
import readyMail, { type ReadyMailData } from '../mails/ready.ts'
import Job from '../models/job.ts'
import { SETTINGS } from '../settings.ts'

/**
 * Tells the customer, in their language, that the vehicle is ready: by e-mail, and by text message where the
 * organisation wants that.
 * Nothing is sent when the card has moved on in the meantime, nor where there is no address or number. The run's id
 * makes a second attempt the same message.
 */
export default defineJob<{ jobId: string }>({
  name: 'jobcards.announce_ready',
  label: 'Message that the vehicle is ready',
  parse: parsePayload,
  async handle(scope, { jobId }, run) {
    const notice = await readNotice(scope, jobId)
    if (!notice) return
    const { ready_sms: byText } = await settingsOf(scope, SETTINGS)
    const { email, phone, language, branch } = notice
    const message = {
      mail: readyMail,
      data: saidIn(scope, notice),
      record: { table: Job.table, id: jobId },
      idempotencyKey: `jobcards.ready/${run.id}`,
    }
    await scope.work(async (unit) => {
      if (byText && phone) {
        await sendWordedText(unit, { ...message, channel: 'sms', language, to: phone })
      }
      if (!email) return
      const replyTo = branch.email ? { name: branch.name, address: branch.email } : undefined
      await sendMail(unit, { ...message, to: { name: notice.customer, address: email }, replyTo })
    })
  },
})

type Notice = NonNullable<Awaited<ReturnType<typeof readNotice>>>

/** What the words of the messages are filled with. */
function saidIn(
  scope: Scope,
  { customer, vehicle, number, branch, language }: Notice
): ReadyMailData {
  const { name, addressLine1, city, phone } = branch
  return {
    organisation: scope.organisation.name,
    customer,
    vehicle,
    number,
    language,
    branch: { name, addressLine1, city, phone },
  }
}

/** What the messages say; `null` when there is nothing to say. */
async function readNotice(scope: Scope, jobId: string) {
  const contacts = await scope.need('contacts.directory@1')
  const vehicles = await scope.need('vehicles.registry@1')
  return scope.read(async () => {
    const job = await findOr404(Job, jobId, { what: 'job card' })
    if (job.status !== 'ready' || job.cancelledAt) return null
    const { name, email, phone, language } = await contacts.get(scope, job.contactId)
    const { make, model, registration } = await vehicles.get(scope, job.vehicleId)
    return {
      number: job.number,
      customer: name,
      email,
      phone,
      language: language ?? languageOf(scope),
      vehicle: registration ?? `${make} ${model}`,
      branch: await getBranch(scope, job.branchId),
    }
  })
}

function parsePayload(value: unknown): { jobId: string } {
  const { jobId } = (value ?? {}) as { jobId?: unknown }
  if (typeof jobId !== 'string') {
    throw new TypeError('jobcards.announce_ready needs the id of a card')
  }
  return { jobId }
}
