import { DateTime } from 'luxon'
import type { TicketPriority } from '../contracts.ts'
import { DEFAULT_CALENDARS, type Interval, type WorkingCalendar } from './calendars.ts'
import { DEFAULT_TARGETS } from './targets.ts'

/** A calendar without work on so many days in a row is a mistake, not a holiday. */
const HORIZON_DAYS = 800

/**
 * The instant at which `minutes` of working time have passed since `start`, UTC.
 *
 * @param zone IANA zone the calendar's times are meant in
 * @throws RangeError the calendar has no working time in sight
 */
export function dueAt(
  start: DateTime,
  minutes: number,
  calendar: WorkingCalendar,
  zone: string
): DateTime {
  let left = minutes * 60_000
  let day = start.setZone(zone).startOf('day')
  for (let count = 0; count < HORIZON_DAYS; count++) {
    for (const [opens, closes] of intervalsOn(day, calendar)) {
      const from = DateTime.max(timeOn(day, opens), start)!
      const open = timeOn(day, closes).toMillis() - from.toMillis()
      if (open <= 0) continue
      if (left <= open) return from.plus({ milliseconds: left }).toUTC()
      left -= open
    }
    day = day.plus({ days: 1 })
  }
  throw new RangeError('The working calendar has no open hours')
}

/** Due times of a ticket with the numbers they come from, which are kept with the ticket. */
export function clockOf(priority: TicketPriority, raisedAt: DateTime, zone: string) {
  const { responseMinutes, resolutionMinutes, calendar } = DEFAULT_TARGETS[priority]
  const hours = DEFAULT_CALENDARS[calendar]
  return {
    responseTargetMinutes: responseMinutes,
    resolutionTargetMinutes: resolutionMinutes,
    responseDueAt: dueAt(raisedAt, responseMinutes, hours, zone),
    resolutionDueAt: dueAt(raisedAt, resolutionMinutes, hours, zone),
  }
}

function intervalsOn(day: DateTime, calendar: WorkingCalendar): readonly Interval[] {
  const date = day.toISODate()!
  const special = calendar.special[date]
  if (special) return special
  return calendar.holidays.includes(date) ? [] : (calendar.week[day.weekday] ?? [])
}

function timeOn(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number)
  return hour === 24 ? day.plus({ days: 1 }) : day.set({ hour, minute })
}
