import { CronExpressionParser } from 'cron-parser'
import { DateTime } from 'luxon'

const SECOND = 1000
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Milliseconds; no clock is moved by more. */
const LONGEST_SHIFT = 3 * HOUR
/** How far back is looked for the last time that was due, one after the other: what comes often is found nearby. */
const WINDOWS = [HOUR / 6, HOUR, DAY, 8 * DAY, 63 * DAY, 367 * DAY, 8 * 366 * DAY]

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
 * @throws Error when it was due in none of the last eight years, RangeError for a zone that is not known
 */
export function lastDue(cron: string, zone: string, at: Date): Date {
  const after = new Date(Math.floor(at.getTime() / SECOND) * SECOND + SECOND)
  // Going back, the parser tells times twice where clocks change, and finds no way through a day without a midnight
  for (const window of WINDOWS) {
    const currentDate = awayFromShift(zone, after.getTime() - window)
    const dates = CronExpressionParser.parse(cron, { tz: zone, currentDate })
    let due: Date | undefined
    for (let next = dates.next().toDate(); next < after; next = dates.next().toDate()) due = next
    if (due) return due
  }
  throw new Error(`"${cron}" was due in none of the last eight years`)
}

/** The instant, or one some hours before it: from within the hours that a clock shows twice they would come again. */
function awayFromShift(zone: string, at: number): Date {
  let from = at
  while (offset(zone, from - LONGEST_SHIFT) !== offset(zone, from)) from -= LONGEST_SHIFT
  return new Date(from)
}

/**
 * What the clock of `zone` shows at a time that is due (`2026-11-21T09:00`): the same time is due once, also when the
 * organisation moves to a zone where it is still to come. `null` for work that goes by the time that passes, every few
 * minutes or every hour, which must not pause until the clock has caught up; cron (8) tells them apart in this way.
 */
export function shownTime(cron: string, zone: string, due: Date): string | null {
  const [minute, hour] = cron.trim().split(/\s+/)
  if (minute.startsWith('*') || hour.startsWith('*')) return null
  return DateTime.fromJSDate(due, { zone }).toFormat("yyyy-MM-dd'T'HH:mm")
}

/** Minutes that the clock of the zone is ahead of UTC. @throws RangeError for a zone that is not known */
function offset(zone: string, at: number): number {
  const shown = DateTime.fromMillis(at, { zone })
  if (!shown.isValid) throw new RangeError(`The time zone ${zone} is not known`)
  return shown.offset
}

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
