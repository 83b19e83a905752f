import type User from '../identity/models/user.ts'
import { DEFAULT_TIMES, type NotificationTimes } from './times.ts'

/** Why somebody is told something; the words stand in the dictionary under `inbox.reason.<id>`. */
export const REASONS = ['assigned', 'mentioned', 'finished', 'undelivered'] as const

export type Reason = (typeof REASONS)[number]

/** When a mail is sent: never, soon, or with the one of the day. */
export const MAIL_MODES = ['off', 'soon', 'digest'] as const

export type MailMode = (typeof MAIL_MODES)[number]

/** What somebody has chosen for one reason. */
export interface ReasonChoice {
  id: Reason
  inbox: boolean
  mail: MailMode
}

type Chooser = Pick<User, 'notifications'>

/** What the person wants: the inbox until they switch it off, mails once they switch them on. */
export function choiceOf({ notifications }: Chooser, id: Reason): ReasonChoice {
  const mail = notifications?.[`mail.${id}`] ?? false
  const digest = notifications?.[`digest.${id}`] ?? false
  return {
    id,
    inbox: notifications?.[`inbox.${id}`] ?? true,
    mail: mail ? (digest ? 'digest' : 'soon') : 'off',
  }
}

/** The choices of the person, for the page. */
export function reasonsOf(user: Chooser): ReasonChoice[] {
  return REASONS.map((id) => choiceOf(user, id))
}

/** When the person wants to be written to. */
export function timesOf({ notificationTimes }: Pick<User, 'notificationTimes'>): NotificationTimes {
  return { ...DEFAULT_TIMES, ...notificationTimes }
}

/** Saves the choices; what is not named stays. */
export async function saveReasons(
  user: User,
  chosen: Partial<Record<string, { inbox: boolean; mail: MailMode }>>,
  times: NotificationTimes | undefined
) {
  const notifications = { ...user.notifications }
  for (const reason of REASONS) {
    const choice = chosen[reason]
    if (!choice) continue
    notifications[`inbox.${reason}`] = choice.inbox
    notifications[`mail.${reason}`] = choice.mail !== 'off'
    notifications[`digest.${reason}`] = choice.mail === 'digest'
  }
  await user.merge({ notifications, ...(times && { notificationTimes: times }) }).save()
}
