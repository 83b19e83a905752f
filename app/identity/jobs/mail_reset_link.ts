import encryption from '@adonisjs/core/services/encryption'
import db from '@adonisjs/lucid/services/db'
import { absoluteUrl } from '../../http/absolute_url.ts'
import { defineDeploymentJob } from '../../jobs/job.ts'
import { sendAccountMail } from '../mails/send_account_mail.ts'
import { resetMail } from '../mails/sign_in_mails.ts'
import User from '../models/user.ts'
import { newToken, storeLink, voidLinks } from '../services/links.ts'
import type { Origin } from '../services/origin.ts'
import { noteSecurityEvent } from '../services/security_events.ts'
import { SealBrokenError } from './errors.ts'

/** What the payload was encrypted for. */
export const RESET_SEAL = 'password_reset'

const HOUR = 60 * 60 * 1000

/**
 * Mails the link by which a password is set anew, if there is an account to set it for. An earlier link does nothing
 * from then on. The link has the id of the job: a second run makes no second one.
 */
const mailResetLink = defineDeploymentJob<{ sealed: string }>({
  name: 'kernel.mail_reset_link',
  parse(payload) {
    const { sealed } = payload as { sealed?: unknown }
    if (typeof sealed !== 'string') throw new TypeError('kernel.mail_reset_link needs an address')
    return { sealed }
  },
  async handle({ sealed }, run) {
    const asked = encryption.decrypt<{ email: string; origin: Origin }>(sealed, RESET_SEAL)
    if (!asked) throw new SealBrokenError()
    const user = await User.findBy('email', asked.email)
    if (!user || user.disabledAt) return
    const { token, hash } = newToken()
    await db.transaction(async (client) => {
      await voidLinks(client, 'reset_password', user.id)
      const validUntil = await storeLink(client, {
        id: run.id,
        kind: 'reset_password',
        userId: user.id,
        email: user.email,
        hash,
        ip: asked.origin.ip,
        lifetime: HOUR,
      })
      if (!validUntil) return client.rollback()
      await sendAccountMail(client, {
        to: user.email,
        subject: 'Reset your password',
        content: resetMail(user.name, absoluteUrl(`/password/reset/${token}`)),
        uniqueKey: `reset_password/${run.id}`,
        validUntil,
      })
      await noteSecurityEvent(
        { kind: 'password.reset_asked', userId: user.id },
        asked.origin,
        client
      )
    })
  },
})

export default mailResetLink
