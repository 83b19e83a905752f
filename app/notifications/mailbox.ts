import app from '@adonisjs/core/services/app'
import type User from '../identity/models/user.ts'
import { absoluteUrl } from '../http/absolute_url.ts'
import { languageOf } from '../lang/translate.ts'
import { Mailbox, mailboxFolder } from '../mail/mailbox.ts'
import { reasonLine } from './reason_words.ts'
import type { Notification } from './notify.ts'

/** Keeps what somebody is told in the app in the developer's mailbox too, beside what would leave the machine. */
export async function keepInMailbox(
  organisation: string,
  user: User,
  { reason, title, href }: Notification
): Promise<void> {
  const subject = reasonLine(languageOf(user), reason, { who: organisation, what: title })
  await new Mailbox(mailboxFolder(app)).add({
    channel: 'app',
    messageId: null,
    from: organisation,
    to: [`${user.name} <${user.email}>`],
    cc: [],
    replyTo: [],
    subject,
    html: null,
    text: `${subject}\n${absoluteUrl(href)}`,
    attachments: [],
  })
}
