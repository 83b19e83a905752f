import { ruleOfReason } from './reason_words.ts'
import type User from '../identity/models/user.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { DEFAULT_TIMES, type NotificationTimes } from './times.ts'

/** Why the kernel tells somebody something; the words stand in the dictionary under `inbox.<id>`. */
export const REASONS = [
  'assigned',
  'mentioned',
  'finished',
  'undelivered',
  'budget',
  'pace',
  'room',
] as const

export type KernelReason = (typeof REASONS)[number]

/** Of the kernel, or declared by a module under `notices`. */
export type Reason = KernelReason | `${string}.${string}`

/** When a mail is sent: never, soon, or with the one of the day. */
export const MAIL_MODES = ['off', 'soon', 'digest'] as const

export type MailMode = (typeof MAIL_MODES)[number]

/** Channels to the phone of a member. */
export const PHONE_CHANNELS = ['sms', 'whatsapp'] as const

export type PhoneChannel = (typeof PHONE_CHANNELS)[number]

/** What somebody has chosen for one reason. */
export interface ReasonChoice {
  id: Reason
  inbox: boolean
  mail: MailMode
  sms: boolean
  whatsapp: boolean
}

type Chooser = Pick<User, 'notifications'>

/** What the person wants: the inbox until they switch it off, the others once they switch them on. */
export function choiceOf({ notifications }: Chooser, id: Reason): ReasonChoice {
  const mail = notifications?.[`mail.${id}`] ?? false
  const digest = notifications?.[`digest.${id}`] ?? false
  return {
    id,
    inbox: notifications?.[`inbox.${id}`] ?? true,
    mail: mail ? (digest ? 'digest' : 'soon') : 'off',
    sms: notifications?.[`sms.${id}`] ?? false,
    whatsapp: notifications?.[`whatsapp.${id}`] ?? false,
  }
}

/** Reasons of the kernel and of the installed modules. */
export function installedReasons(): Reason[] {
  const declared = installedRegistry()
    .manifests()
    .flatMap(({ notices }) => notices.map(({ id }) => id as Reason))
  return [...REASONS, ...declared]
}

/** Whether it is told in quiet hours too. */
export function isUrgent(id: Reason): boolean {
  return ruleOfReason(id)?.notice.urgent ?? false
}

/** The choices of the person, for the page. */
export function reasonsOf(user: Chooser): ReasonChoice[] {
  return installedReasons().map((id) => choiceOf(user, id))
}

/** When the person wants to be written to. */
export function timesOf({ notificationTimes }: Pick<User, 'notificationTimes'>): NotificationTimes {
  return { ...DEFAULT_TIMES, ...notificationTimes }
}

/** What a form says of one reason; a channel that is not named stays as it is. */
export type ChosenChannels = Pick<ReasonChoice, 'inbox' | 'mail'> &
  Partial<Pick<ReasonChoice, PhoneChannel>>

/** Saves the choices; what is not named stays. */
export async function saveReasons(
  user: User,
  chosen: Partial<Record<string, ChosenChannels>>,
  times: NotificationTimes | undefined
) {
  const notifications = { ...user.notifications }
  for (const reason of installedReasons()) {
    const choice = chosen[reason]
    if (!choice) continue
    notifications[`inbox.${reason}`] = choice.inbox
    notifications[`mail.${reason}`] = choice.mail !== 'off'
    notifications[`digest.${reason}`] = choice.mail === 'digest'
    for (const channel of PHONE_CHANNELS) {
      const wanted = choice[channel]
      if (wanted !== undefined) notifications[`${channel}.${reason}`] = wanted
    }
  }
  await user.merge({ notifications, ...(times && { notificationTimes: times }) }).save()
}
