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
}

/** Everything that is worth knowing, in sentences; empty when all is fine. */
export function reasonsOf(signs: Signs, now = Date.now()): string[] {
  const within = (at: string | Date | null, days: number) =>
    at !== null && now - new Date(at).getTime() < days * 24 * 60 * 60 * 1000
  const reasons: string[] = []
  if (signs.suspendedAt) {
    reasons.push(sentence(`Suspended: ${signs.suspendedReason ?? 'no reason'}`))
  }
  if (within(signs.lastFailedAt, FAILING_DAYS)) {
    reasons.push(`${signs.jobsFailed} ${plural(signs.jobsFailed, 'job')} failed in 30 days.`)
  }
  if (signs.jobsParked > 0) {
    reasons.push(
      `${signs.jobsParked} ${plural(signs.jobsParked, 'job')} waiting for a module or for the end of a suspension.`
    )
  }
  if (!signs.ownerJoined) reasons.push('The owner has not taken up the invitation.')
  if (!within(signs.lastSeenAt ?? signs.createdAt, QUIET_DAYS)) {
    reasons.push(`Nobody has worked in it for ${QUIET_DAYS} days.`)
  }
  return reasons
}

function plural(count: number, noun: string) {
  return count === 1 ? noun : `${noun}s`
}

function sentence(text: string) {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
