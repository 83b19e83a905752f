import { levelOf } from '../files/quota.ts'
import type { Language } from '../lang/declaration.ts'
import { translate } from '../lang/translate.ts'

/** How an organisation does, by what is counted of it. The first that applies, from the top. */
export const HEALTH = {
  suspended: { label: 'Suspended', tone: 'danger' },
  failing: { label: 'Jobs failing', tone: 'danger' },
  unjoined: { label: 'Owner not joined yet', tone: 'info' },
  quiet: { label: 'Quiet for 14 days', tone: 'warning' },
  fine: { label: 'Fine', tone: 'success' },
} as const

export type Health = keyof typeof HEALTH

/** Days without use after which an organisation is quiet. */
export const QUIET_DAYS = 14
/** Days for which a failed job is told. */
export const FAILING_DAYS = 7

/**
 * The same in SQL, over `o` (organisations), `u` (its last usage, or nulls) and `owner_joined`. A new organisation is
 * quiet only when it is 14 days old.
 */
export const HEALTH_SQL = `case
  when o.suspended_at is not null then 'suspended'
  when u.last_failed_at > now() - interval '${FAILING_DAYS} days' then 'failing'
  when not j.owner_joined then 'unjoined'
  when coalesce(u.last_seen_at, o.created_at) < now() - interval '${QUIET_DAYS} days' then 'quiet'
  else 'fine' end`

/** What health is read from. */
export interface Signs {
  suspendedReason: string | null
  suspendedAt: string | Date | null
  jobsFailed: number
  jobsParked: number
  lastFailedAt: string | Date | null
  lastSeenAt: string | Date | null
  createdAt: string | Date
  ownerJoined: boolean
  /** Bytes of its files when they were counted last, and how many they may be. */
  fileBytes: number | null
  fileQuota: number
}

/** Everything that is worth knowing, in sentences; empty when all is fine. */
export function reasonsOf(signs: Signs, language: Language, now = Date.now()): string[] {
  const say = (key: string, params = {}) => translate(language, `kernel.partners.${key}`, params)
  const within = (at: string | Date | null, days: number) =>
    at !== null && now - new Date(at).getTime() < days * 24 * 60 * 60 * 1000
  const reasons: string[] = []
  if (signs.suspendedAt) {
    const reason = signs.suspendedReason
    reasons.push(reason ? sentence(say('suspended', { reason })) : say('suspended_without'))
  }
  if (within(signs.lastFailedAt, FAILING_DAYS)) {
    reasons.push(say('failed', { count: signs.jobsFailed }))
  }
  if (signs.jobsParked > 0) reasons.push(say('parked', { count: signs.jobsParked }))
  const level = levelOf({ bytes: signs.fileBytes ?? 0, quota: signs.fileQuota })
  if (level > 0) {
    const percent = Math.floor(((signs.fileBytes ?? 0) / Math.max(1, signs.fileQuota)) * 100)
    reasons.push(say(level === 100 ? 'no_room' : 'little_room', { percent }))
  }
  if (!signs.ownerJoined) reasons.push(say('unjoined'))
  if (!within(signs.lastSeenAt ?? signs.createdAt, QUIET_DAYS)) {
    reasons.push(say('quiet', { days: QUIET_DAYS }))
  }
  return reasons
}

function sentence(text: string) {
  return /[.!?।]$/.test(text) ? text : `${text}.`
}
