import type { DateTime } from 'luxon'

/** When somebody wants to be written to; times of the day in the zone of the organisation. */
export interface NotificationTimes {
  /** No mail between these times, `21:00` to `08:00`; over midnight when `from` is later. `null`: at any time. */
  quiet: { from: string; to: string } | null
  /** When the mail of the day is sent, `09:00`. */
  digest: string
  /** Whether what is urgent comes in quiet hours too. */
  urgent: boolean
}

export const DEFAULT_TIMES: NotificationTimes = { quiet: null, digest: '09:00', urgent: true }

/** Time to read in the inbox before a mail follows. */
const GRACE = { minutes: 2 }

/**
 * The instant at which a mail is due. `soon`: when the reader had time to see it in the inbox, or without one at
 * once, and not in quiet hours unless it is urgent; `digest`: with the next mail of the day.
 * @param now in the zone of the organisation
 */
export function mailDue(
  now: DateTime,
  { quiet, digest, urgent: through }: NotificationTimes,
  { mode, inInbox, urgent = false }: { mode: 'soon' | 'digest'; inInbox: boolean; urgent?: boolean }
): DateTime {
  if (mode === 'digest') return next(now, digest)
  const due = inInbox ? now.plus(GRACE) : now
  if (urgent && through) return due
  return quiet && isWithin(due.toFormat('HH:mm'), quiet) ? next(due, quiet.to) : due
}

/** How something is told: soon or with the mail of the day, and whether it is urgent. */
interface Told {
  mode: 'soon' | 'digest'
  urgent?: boolean
}

/**
 * The instant until which something that is about to be sent waits, since the quiet hours of its reader have begun
 * meanwhile; `null` when it may go.
 * @param now in the zone of the organisation
 */
export function quietUntil(now: DateTime, times: NotificationTimes, told: Told): DateTime | null {
  const { quiet } = times
  if (!quiet || !isWithin(now.toFormat('HH:mm'), quiet) || comesAnyTime(times, told)) return null
  return next(now, quiet.to)
}

/**
 * Whether it is told in quiet hours, too: what is urgent, to those who want that, and the mail of the day to those who
 * have chosen a time in their quiet hours for it.
 */
export function comesAnyTime(
  { quiet, digest, urgent: through }: NotificationTimes,
  { mode, urgent = false }: Told
): boolean {
  return mode === 'digest' ? quiet !== null && isWithin(digest, quiet) : urgent && through
}

/** The next time it is `time` of the day, later than `after`. */
function next(after: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number)
  const today = after.set({ hour, minute, second: 0, millisecond: 0 })
  return today > after ? today : today.plus({ days: 1 })
}

/** @param time of the day, `21:30` */
function isWithin(time: string, { from, to }: { from: string; to: string }): boolean {
  return from < to ? time >= from && time < to : time >= from || time < to
}
