import { getBranch, mailSenderOf, type Scope } from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import { defineJob } from '@karkhana/kernel/jobs'
import { composeMail, deliver } from '@karkhana/kernel/mail'
import type {} from '@karkhana/contacts/contracts'
import type {} from '@karkhana/vehicles/contracts'
import Job from '../models/job.ts'

/**
 * Tells the customer by e-mail that the vehicle is ready. Nothing is sent when the card has moved on
 * in the meantime or the customer has no address. The run's id makes a second attempt the same
 * message.
 */
export default defineJob<{ jobId: string }>({
  name: 'jobcards.announce_ready',
  parse: parsePayload,
  async handle(scope, { jobId }, run) {
    const notice = await readNotice(scope, jobId)
    if (!notice) return
    const { to, vehicle, number, branch } = notice
    const content = await composeMail({
      organisation: scope.organisation.name,
      preview: `${vehicle} can be collected.`,
      heading: 'Your vehicle is ready',
      paragraphs: [
        `Dear ${to.name},`,
        `the work on ${vehicle} is finished. You can collect it from ${branch.name}, ${branch.addressLine1}, ${branch.city}.`,
      ],
      facts: [
        { label: 'Vehicle', value: vehicle },
        { label: 'Job card', value: number },
      ],
      footer: [
        branch.phone ? `Questions? Call ${branch.phone}.` : 'Questions? Answer this e-mail.',
      ],
    })
    await deliver({
      ...content,
      ...(await mailSenderOf(
        scope,
        branch.email ? { name: branch.name, address: branch.email } : undefined
      )),
      to: [to],
      subject: `${vehicle} is ready: ${scope.organisation.name}`,
      attachments: [],
      idempotencyKey: run.id,
    })
  },
})

/** What the message says; `null` when there is nothing to say or nobody to say it to. */
async function readNotice(scope: Scope, jobId: string) {
  const contacts = await scope.need('contacts.directory@1')
  const vehicles = await scope.need('vehicles.registry@1')
  return scope.read(async () => {
    const job = await findOr404(Job, jobId, { what: 'job card' })
    if (job.status !== 'ready' || job.cancelledAt) return null
    const contact = await contacts.get(scope, job.contactId)
    if (!contact.email) return null
    const { make, model, registration } = await vehicles.get(scope, job.vehicleId)
    return {
      number: job.number,
      to: { name: contact.name, address: contact.email },
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
