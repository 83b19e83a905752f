import { absoluteUrl } from '../http/absolute_url.ts'
import type User from '../identity/models/user.ts'
import { languageOf, translate } from '../lang/translate.ts'
import type { MailContent } from '../mail/compose.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Notification } from './notify.ts'

/** A notification as a message, in the language of whoever reads it. */
export function notificationMail(
  scope: Scope,
  user: User,
  { reason, title, href }: Notification
): { subject: string; content: MailContent } {
  const lang = languageOf(user)
  const organisation = scope.organisation.name
  const who = scope.actor.memberId ? scope.actor.name : organisation
  const subject = translate(lang, `kernel.notification.${reason}`, { who, what: title })
  return {
    subject,
    content: {
      organisation,
      heading: subject,
      paragraphs: [translate(lang, 'kernel.notification.hello', { name: user.name })],
      button: {
        label: translate(lang, 'kernel.notification.open', { what: title }),
        href: absoluteUrl(href),
      },
      footer: [translate(lang, 'kernel.notification.why')],
      lang,
    },
  }
}
