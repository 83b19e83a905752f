import {
  getBranch,
  languageOf,
  mailSenderOf,
  settingsOf,
  translate,
  type Scope,
} from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import { defineJob } from '@karkhana/kernel/jobs'
import { deliver, renderMail } from '@karkhana/kernel/mail'
import { sendSms } from '@karkhana/kernel/sms'
import type {} from '@karkhana/contacts/contracts'
import type {} from '@karkhana/vehicles/contracts'
import readyMail from '../mails/ready.ts'
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
  parse: parsePayload,
  async handle(scope, { jobId }, run) {
    const notice = await readNotice(scope, jobId)
    if (!notice) return
    await text(scope, notice, `jobcards.ready/${run.id}`)
    const { customer, email, vehicle, number, branch, language } = notice
    if (!email) return
    const organisation = scope.organisation.name
    await deliver({
      ...(await renderMail(readyMail, {
        organisation,
        customer,
        vehicle,
        number,
        branch,
        language,
      })),
      ...(await mailSenderOf(
        scope,
        branch.email ? { name: branch.name, address: branch.email } : undefined
      )),
      to: [{ name: customer, address: email }],
      attachments: [],
      idempotencyKey: run.id,
    })
  },
})

type Notice = NonNullable<Awaited<ReturnType<typeof readNotice>>>

/** The same by text message. */
async function text(
  scope: Scope,
  { phone, vehicle, number, branch, language }: Notice,
  key: string
) {
  const { ready_sms: wanted } = await settingsOf(scope, SETTINGS)
  if (!wanted || !phone) return
  const organisation = scope.organisation.name
  const params = { organisation, vehicle, number, branch: branch.name }
  await scope.work((unit) =>
    sendSms(unit, {
      module: 'jobcards',
      to: phone,
      text: translate(language, 'jobcards.ready.sms', params),
      idempotencyKey: key,
    })
  )
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
