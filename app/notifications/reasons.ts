import type User from '../identity/models/user.ts'

/** Why somebody is told something; the words stand in the dictionary under `inbox.reason.<id>`. */
export const REASONS = ['assigned', 'mentioned', 'finished'] as const

export type Reason = (typeof REASONS)[number]

/** Ways to be told. */
export type Channel = 'inbox' | 'mail'

/** What somebody has chosen for one reason. */
export interface ReasonChoice {
  id: Reason
  inbox: boolean
  mail: boolean
}

type Chooser = Pick<User, 'notifications'>

/** Whether the person wants it by this way: in the inbox until they switch it off, by mail once they switch it on. */
export function wants(user: Chooser, channel: Channel, reason: Reason): boolean {
  return user.notifications?.[`${channel}.${reason}`] ?? channel === 'inbox'
}

/** The choices of the person, for the page. */
export function reasonsOf(user: Chooser): ReasonChoice[] {
  return REASONS.map((id) => ({
    id,
    inbox: wants(user, 'inbox', id),
    mail: wants(user, 'mail', id),
  }))
}

/** Saves the choices; what is not named stays. */
export async function saveReasons(
  user: User,
  chosen: Partial<Record<string, { inbox: boolean; mail: boolean }>>
) {
  const notifications = { ...user.notifications }
  for (const reason of REASONS) {
    const choice = chosen[reason]
    if (!choice) continue
    notifications[`inbox.${reason}`] = choice.inbox
    notifications[`mail.${reason}`] = choice.mail
  }
  await user.merge({ notifications }).save()
}
