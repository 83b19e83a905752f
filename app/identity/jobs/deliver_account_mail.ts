import encryption from '@adonisjs/core/services/encryption'
import { DateTime } from 'luxon'
import { v5 as uuidv5 } from 'uuid'
import { dispatchForDeployment } from '../../jobs/dispatch.ts'
import { defineDeploymentJob, type DeploymentJob } from '../../jobs/job.ts'
import { composeMail } from '../../mail/compose.ts'
import { MailRefusedError } from '../../mail/errors.ts'
import { deliver } from '../../mail/outgoing.ts'
import { timesOf } from '../../notifications/reasons.ts'
import { quietUntil } from '../../notifications/times.ts'
import User from '../models/user.ts'
import { SealBrokenError } from './errors.ts'
import type { AccountMail } from '../mails/send_account_mail.ts'

/** What the message was encrypted for; nothing else can be opened as one. */
export const SEAL = 'account_mail'

type Sealed = { sealed: string; validUntil: string | null }

/** Delivers one message to a person. The same key at every attempt lets receivers drop a second copy. */
const deliverAccountMail: DeploymentJob<Sealed> = defineDeploymentJob<Sealed>({
  name: 'kernel.deliver_account_mail',
  retryLimit: 6,
  retryDelay: 20,
  parse(payload) {
    const { sealed, validUntil } = payload as { sealed?: unknown; validUntil?: unknown }
    if (typeof sealed !== 'string') {
      throw new TypeError('kernel.deliver_account_mail needs a sealed message')
    }
    return { sealed, validUntil: typeof validUntil === 'string' ? validUntil : null }
  },
  async handle({ sealed, validUntil }, { id }) {
    if (validUntil && Date.parse(validUntil) <= Date.now()) return
    const mail = encryption.decrypt<Omit<AccountMail, 'validUntil'>>(sealed, SEAL)
    if (!mail) throw new SealBrokenError()
    const startAfter = mail.quietFor && (await quietEnd(mail.quietFor))
    if (startAfter) {
      const options = { id: uuidv5(startAfter.toISOString(), id), startAfter }
      await dispatchForDeployment(null, deliverAccountMail, { sealed, validUntil }, options)
      return
    }
    const { rejected } = await deliver({
      fromName: mail.content.organisation,
      to: [{ address: mail.to }],
      subject: mail.subject,
      ...(await composeMail(mail.content)),
      attachments: [],
      idempotencyKey: mail.uniqueKey,
      unsubscribe: mail.unsubscribe,
    })
    if (rejected.length > 0) throw new MailRefusedError('the address is not accepted.', null)
  },
})

export default deliverAccountMail

/** When the quiet hours of the reader end; `null` when it may go now. */
async function quietEnd({ userId, zone }: NonNullable<AccountMail['quietFor']>) {
  const user = await User.find(userId)
  const until = user && quietUntil(DateTime.now().setZone(zone), timesOf(user), { mode: 'soon' })
  return until?.toJSDate() ?? null
}
