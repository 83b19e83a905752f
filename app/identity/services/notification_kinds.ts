import type { Say } from '../../lang/say.ts'
import type User from '../models/user.ts'

/** Something that people are written to about. */
export interface NotificationKind {
  /** `member.joined` */
  id: string
  label: string
  /** When it is sent, and to whom. */
  hint: string
  /** Cannot be switched off: people notice by it that it was not them. */
  always: boolean
}

/** Every kind of e-mail to people with an account, in the order of the page. */
export const NOTIFICATION_KINDS = [
  {
    id: 'security',
    label: 'Security of your account',
    hint: 'New devices, a changed password, two-factor sign-in, recovery codes.',
    always: true,
  },
  {
    id: 'member.role_changed',
    label: 'What you may do was changed',
    hint: 'Somebody changed your role, your branches or your access to an organisation.',
    always: false,
  },
  {
    id: 'member.joined',
    label: 'Somebody joined',
    hint: 'A person you invited accepted the invitation.',
    always: false,
  },
  {
    id: 'partner.looked_in',
    label: 'Your partner looked in',
    hint: 'To owners: the partner opened the data that they were let in to see.',
    always: false,
  },
  {
    id: 'told.by_role',
    label: 'What your organisation has switched on',
    hint: 'E-mails about records that an organisation decides on for your role. What you chose yourself comes in any case.',
    always: false,
  },
] as const satisfies readonly NotificationKind[]

export type NotificationKindId = (typeof NOTIFICATION_KINDS)[number]['id']

/** Whether the person wants e-mails of this kind: on until they switch it off. */
export function wantsMail(user: Pick<User, 'notifications'>, kind: NotificationKindId): boolean {
  const known = NOTIFICATION_KINDS.find(({ id }) => id === kind)!
  return known.always || user.notifications?.[kind] !== false
}

/** The kinds with the choice of the person, as they read them. */
export function notificationsOf(user: User, say: Say) {
  return NOTIFICATION_KINDS.map((kind) => ({
    ...kind,
    label: say('kernel', kind.label),
    hint: say('kernel', kind.hint),
    on: wantsMail(user, kind.id),
  }))
}

/** Saves which kinds the person wants; the ones that are always sent stay on. */
export async function saveNotifications(user: User, wanted: Partial<Record<string, boolean>>) {
  const chosen = { ...user.notifications }
  for (const { id, always } of NOTIFICATION_KINDS) {
    if (!always && typeof wanted[id] === 'boolean') chosen[id] = wanted[id]
  }
  await user.merge({ notifications: chosen }).save()
}
