import db from '@adonisjs/lucid/services/db'
import { absoluteUrl } from '../../http/absolute_url.ts'
import { defineDeploymentJob } from '../../jobs/job.ts'
import { sendAccountMail } from '../mails/send_account_mail.ts'
import { knownAddressMail, registrationMail } from '../mails/sign_in_mails.ts'
import User from '../models/user.ts'
import { newToken, type Link } from '../services/links.ts'
import type { PendingRegistration } from '../services/pending_registration.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Answers somebody who signed up: with the link that founds the organisation, or, at an address that has an account,
 * with a word about that. Asked again, the new link replaces the one before.
 */
const mailRegistration = defineDeploymentJob<{ linkId: string }>({
  name: 'kernel.mail_registration',
  parse(payload) {
    const { linkId } = payload as { linkId?: unknown }
    if (typeof linkId !== 'string' || !UUID.test(linkId)) {
      throw new TypeError('kernel.mail_registration needs the id of a link')
    }
    return { linkId }
  },
  async handle({ linkId }, run) {
    await db.transaction(async (client) => {
      const link = (await client
        .from('user_links')
        .where({ id: linkId, kind: 'register' })
        .whereNull('used_at')
        .whereRaw('expires_at > now()')
        .forUpdate()
        .first()) as Link<PendingRegistration> | null
      if (!link || link.payload.mailedBy === run.id) return
      const known = await User.query({ client }).where('email', link.email).first()
      if (known) {
        await sendAccountMail(client, {
          to: link.email,
          subject: 'You have a Karkhana account already',
          content: knownAddressMail(known.name, link.payload.organisationName),
          uniqueKey: `register_known/${run.id}`,
        })
        return
      }
      const { token, hash } = newToken()
      const payload: PendingRegistration = { ...link.payload, mailedBy: run.id }
      await client
        .from('user_links')
        .where('id', linkId)
        .update({ hash, payload: JSON.stringify(payload) })
      await sendAccountMail(client, {
        to: link.email,
        subject: 'Confirm your e-mail to open your workshop',
        content: registrationMail(link.payload, absoluteUrl(`/verify/${token}`)),
        uniqueKey: `register/${run.id}`,
        validUntil: link.expires_at,
      })
    })
  },
})

export default mailRegistration
