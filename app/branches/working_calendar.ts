import { DateTime } from 'luxon'
import { KarkhanaError } from '../errors.ts'

/** Opening and closing time, `HH:MM` on the clock of the branch; `24:00` is the end of the day. */
export type OpenSpan = [opens: string, closes: string]

/** Spans of each weekday in their order, Monday is 1; a day without one is closed. */
export type WeeklyHours = Record<'1' | '2' | '3' | '4' | '5' | '6' | '7', OpenSpan[]>

/** When a place works. */
export interface WorkingCalendar {
  /** IANA zone in which the hours are meant. */
  zone: string
  hours: WeeklyHours
  /** Business dates, `YYYY-MM-DD`, on which it is closed. */
  holidays: ReadonlySet<string>
}

/** No working time within five years: the calendar is closed on every day. */
export class AlwaysClosedError extends KarkhanaError {
  constructor() {
    super('E_ALWAYS_CLOSED', 422, 'This branch is closed on every day.', {
      next: 'Set its opening hours under Settings, Branches.',
    })
  }
}

const MINUTE = 60_000
const HORIZON_DAYS = 5 * 366

/** Whether work is done at an instant; the minute of closing counts as closed. */
export function isOpenAt(calendar: WorkingCalendar, instant: DateTime): boolean {
  const at = wholeMinute(instant)
  return spansOn(calendar, dayOf(calendar, instant)).some(([from, to]) => from <= at && at < to)
}

/**
 * Working minutes from one instant to another, each taken at its whole minute; 0 when `to` is not after `from`.
 * Minutes add up: from a to b and from b to c are together those from a to c.
 */
export function minutesBetween(calendar: WorkingCalendar, from: DateTime, to: DateTime): number {
  const [start, end] = [wholeMinute(from), wholeMinute(to)]
  let minutes = 0
  for (let day = dayOf(calendar, from); day.toMillis() < end; day = day.plus({ days: 1 })) {
    for (const [opens, closes] of spansOn(calendar, day)) {
      minutes += Math.max(0, Math.min(closes, end) - Math.max(opens, start))
    }
  }
  return minutes / MINUTE
}

/**
 * The instant (UTC) at which that many working minutes after `from` are over: the deadline of a promise. With 0 it is
 * `from` itself, at its whole minute.
 * @throws AlwaysClosedError when five years do not hold that much working time
 */
export function addMinutes(calendar: WorkingCalendar, from: DateTime, minutes: number): DateTime {
  const start = wholeMinute(from)
  let left = Math.ceil(minutes) * MINUTE
  if (left <= 0) return DateTime.fromMillis(start, { zone: 'utc' })
  let day = dayOf(calendar, from)
  for (let passed = 0; passed < HORIZON_DAYS; passed++, day = day.plus({ days: 1 })) {
    for (const [opens, closes] of spansOn(calendar, day)) {
      const begins = Math.max(opens, start)
      if (begins >= closes) continue
      if (left <= closes - begins) return DateTime.fromMillis(begins + left, { zone: 'utc' })
      left -= closes - begins
    }
  }
  throw new AlwaysClosedError()
}

/** What is wrong with weekly hours, by weekday and span, in words; `null` when they can be kept. */
export function hoursProblem(hours: WeeklyHours): { field: string; message: string } | null {
  for (const [weekday, spans] of Object.entries(hours)) {
    let last = ''
    for (const [index, [opens, closes]] of spans.entries()) {
      const field = `hours.${weekday}.${index}`
      if (opens >= closes) return { field, message: `${opens} is not before ${closes}.` }
      if (opens < last) return { field, message: `${opens} is before the break begins at ${last}.` }
      last = closes
    }
  }
  return null
}

function wholeMinute(instant: DateTime) {
  return Math.floor(instant.toMillis() / MINUTE) * MINUTE
}

function dayOf({ zone }: WorkingCalendar, instant: DateTime) {
  return instant.setZone(zone).startOf('day')
}

/** Working spans of a day as instants, in milliseconds. A clock that is set forward makes a span shorter. */
function spansOn({ hours, holidays }: WorkingCalendar, day: DateTime): [number, number][] {
  if (holidays.has(day.toISODate()!)) return []
  return hours[String(day.weekday) as keyof WeeklyHours].map(([opens, closes]) => [
    clockOn(day, opens),
    clockOn(day, closes),
  ])
}

function clockOn(day: DateTime, clock: string): number {
  if (clock === '24:00') return day.plus({ days: 1 }).toMillis()
  const [hour, minute] = clock.split(':').map(Number)
  return day.set({ hour, minute }).toMillis()
}
