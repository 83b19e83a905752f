import { ruleOfReason } from './reason_words.ts'
import type User from '../identity/models/user.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { DEFAULT_TIMES, type NotificationTimes } from './times.ts'

/** Why the kernel tells somebody something; the words stand in the dictionary under `inbox.<id>`. */
export const REASONS = [
  'assigned',
  'mentioned',
  'finished',
  'unfinished',
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

/** The channels by which somebody is told of one reason. */
export interface ReasonChoices {
  inbox: boolean
  mail: MailMode
  sms: boolean
  whatsapp: boolean
}

/** What counts for one reason, and whether the person has chosen it. */
export interface ReasonChoice extends ReasonChoices {
  id: Reason
  own: boolean
}

/** What an organisation has decided for a role; a reason that is left out is as shipped. */
export type ReasonDefaults = Partial<Record<string, ReasonChoices>>

/** How people are told while neither they nor their organisation have decided anything. */
export const SHIPPED: ReasonChoices = { inbox: true, mail: 'off', sms: false, whatsapp: false }

/** The kind of notifications that a person switches off to get no e-mails that they did not choose themselves. */
export const BY_ROLE = 'told.by_role'

type Chooser = Pick<User, 'notifications'>

/** What the person wants: as they chose, else as the organisation decided for their role, else as shipped. */
export function choiceOf(
  { notifications }: Chooser,
  id: Reason,
  defaults: ReasonDefaults = {}
): ReasonChoice {
  const given = { ...SHIPPED, ...defaults[id] }
  const own = (channel: string) => notifications?.[`${channel}.${id}`]
  const channels = ['inbox', 'mail', ...PHONE_CHANNELS]
  const mail = own('mail')
  const undecided = notifications?.[BY_ROLE] === false ? 'off' : given.mail
  return {
    id,
    own: channels.some((channel) => own(channel) !== undefined),
    inbox: own('inbox') ?? given.inbox,
    mail: mail === undefined ? undecided : mail ? (own('digest') ? 'digest' : 'soon') : 'off',
    sms: own('sms') ?? given.sms,
    whatsapp: own('whatsapp') ?? given.whatsapp,
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
export function reasonsOf(user: Chooser, defaults?: ReasonDefaults): ReasonChoice[] {
  return installedReasons().map((id) => choiceOf(user, id, defaults))
}

/** When the person wants to be written to. */
export function timesOf({ notificationTimes }: Pick<User, 'notificationTimes'>): NotificationTimes {
  return { ...DEFAULT_TIMES, ...notificationTimes }
}

/** What a form says of one reason; a channel to the phone that is not named stays as it is. */
export type ChosenChannels = Pick<ReasonChoices, 'inbox' | 'mail'> &
  Partial<Pick<ReasonChoices, PhoneChannel>>

/** Saves the choices; `null` goes back to what counts without one, and what is not named stays. */
export async function saveReasons(
  user: User,
  chosen: Partial<Record<string, ChosenChannels | null>>,
  times: NotificationTimes | undefined
) {
  const notifications = { ...user.notifications }
  for (const reason of installedReasons()) {
    const choice = chosen[reason]
    if (choice === undefined) continue
    if (choice === null) {
      for (const channel of ['inbox', 'mail', 'digest', ...PHONE_CHANNELS]) {
        delete notifications[`${channel}.${reason}`]
      }
      continue
    }
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

/** Ends all e-mails about what happens: those that were chosen, and those that an organisation decides on. */
export async function endMails(user: User): Promise<void> {
  const mails = Object.keys(user.notifications ?? {}).filter((key) => key.startsWith('mail.'))
  const off = Object.fromEntries([...mails, BY_ROLE].map((key) => [key, false]))
  await user.merge({ notifications: { ...user.notifications, ...off } }).save()
}
