import { CronExpressionParser } from 'cron-parser'
import { DateTime } from 'luxon'

const SECOND = 1000
/** Milliseconds; no clock is moved by more. */
const LONGEST_SHIFT = 3 * 3_600_000

/** What is wrong with a cron expression, `null` when nothing is. Five fields, no names such as `@daily`. */
export function cronProblem(cron: string): string | null {
  const fields = cron.trim().split(/\s+/)
  if (fields.length !== 5) {
    return `has ${fields.length} fields instead of five (minute, hour, day, month, weekday)`
  }
  // A hashed value would be another one in each deployment.
  if (/h/i.test(fields.join(' ').replace(/thu|march/gi, ''))) {
    return 'uses H, which is not known here'
  }
  try {
    CronExpressionParser.parse(cron, { tz: 'UTC' }).next()
    return null
  } catch (error) {
    return `cannot be read: ${(error as Error).message}`
  }
}

/**
 * The last instant up to `at`, that instant included, at which the clock of `zone` matches. A time that the clock
 * leaves out when it is put forward is due right after; one that it shows twice is due once.
 */
export function lastDue(cron: string, zone: string, at: Date): Date {
  const after = new Date(Math.floor(at.getTime() / SECOND) * SECOND + SECOND)
  const last = CronExpressionParser.parse(cron, { tz: zone, currentDate: after }).prev().toDate()
  const from = new Date(last.getTime() - LONGEST_SHIFT)
  if (offset(zone, from) === offset(zone, at)) return last
  // Where clocks change, the parser going back knows neither; going forward it tells each time once
  let due = last
  const dates = CronExpressionParser.parse(cron, { tz: zone, currentDate: from })
  for (let next = dates.next().toDate(); next < after; next = dates.next().toDate()) due = next
  return due
}

/** Minutes that the clock of the zone is ahead of UTC. */
const offset = (zone: string, at: Date) => DateTime.fromJSDate(at, { zone }).offset

/** The first instant after `at` at which the clock of `zone` matches. */
export function nextDue(cron: string, zone: string, at: Date): Date {
  return CronExpressionParser.parse(cron, { tz: zone, currentDate: at }).next().toDate()
}

/** How many times it was due after `from` up to `to`; counts no further than `most`. */
export function timesDue(cron: string, zone: string, from: Date, to: Date, most = 100): number {
  const dates = CronExpressionParser.parse(cron, { tz: zone, currentDate: from })
  let count = 0
  while (count < most && dates.next().toDate() <= to) count++
  return count
}
