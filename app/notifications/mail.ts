import { absoluteUrl } from '../http/absolute_url.ts'
import type User from '../identity/models/user.ts'
import { languageOf, translate } from '../lang/translate.ts'
import type { MailContent } from '../mail/compose.ts'
import { oneClickOf, wayOutOf } from './way_out.ts'
import { reasonLine } from './reason_words.ts'
import type { Reason } from './reasons.ts'

/** A notification as a message tells it. */
export interface MailedNotification {
  reason: Reason
  title: string
  /** Path of the page. */
  href: string
  /** Who did it; `null` for the system. */
  actor: string | null
  /** How often it happened. */
  count: number
}

/** Lines of one message; what is more stands in the inbox. */
const MOST = 20

/**
 * Notifications as one message, in the language of whoever reads it.
 * @param organisation where it happened
 * @param told at least one
 */
export function notificationMail(
  organisation: string,
  user: User,
  told: MailedNotification[]
): { subject: string; content: MailContent; unsubscribe: string } {
  const lang = languageOf(user)
  const say = (key: string, params: Record<string, string | number> = {}) =>
    translate(lang, `kernel.notification.${key}`, params)
  const line = ({ reason, title, actor, count }: MailedNotification) =>
    reasonLine(lang, reason, { who: actor ?? organisation, what: title }) +
    (count > 1 ? ` (${count}×)` : '')
  const [first, ...others] = told
  const alone = others.length === 0
  const subject = alone ? line(first) : say('several', { count: told.length, organisation })
  const listed = told.slice(0, MOST)
  const more = told.length - listed.length
  return {
    subject,
    content: {
      organisation,
      heading: subject,
      paragraphs: [
        say('hello', { name: user.name }),
        ...(more > 0 ? [say('more', { count: more })] : []),
      ],
      items: alone
        ? []
        : listed.map((each) => ({ text: line(each), href: absoluteUrl(each.href) })),
      button: alone
        ? { label: say('open', { what: first.title }), href: absoluteUrl(first.href) }
        : { label: say('open_inbox'), href: absoluteUrl('/inbox?state=unread') },
      footer: [say('why')],
      wayOut: { label: say('no_more'), href: wayOutOf(user) },
      lang,
    },
    unsubscribe: oneClickOf(user),
  }
}
