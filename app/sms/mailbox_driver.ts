import app from '@adonisjs/core/services/app'
import { Mailbox, mailboxFolder } from '../mail/mailbox.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { SmsDriver } from './driver.ts'

/** Keeps texts in the developer's mailbox instead of sending them; outside production only. */
export function keepInMailbox(scope: Scope, channel: 'sms' | 'whatsapp' = 'sms'): SmsDriver {
  return {
    async send({ to, text }) {
      const kept = await new Mailbox(mailboxFolder(app)).add({
        channel,
        messageId: null,
        from: scope.organisation.name,
        to: [to],
        cc: [],
        replyTo: [],
        subject: text.split('\n')[0].slice(0, 120),
        html: null,
        text,
        attachments: [],
      })
      return { id: kept.id }
    },
  }
}
