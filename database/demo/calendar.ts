import { type DateTime } from 'luxon'
import type { Chance } from './random.ts'

const ZONE = 'Asia/Kolkata'

/** The shop is open from Monday to Saturday. */
function isWorkingDay(day: DateTime) {
  return day.weekday !== 7
}

/**
 * `count` instants between opening and closing, spread over the `days` days before `until`, in
 * order; none lies after `until`.
 */
export function arrivals(chance: Chance, until: DateTime, days: number, count: number): DateTime[] {
  const last = until.setZone(ZONE)
  const open = Array.from({ length: days }, (_, back) => last.startOf('day').minus({ days: back }))
    .filter(isWorkingDay)
    .reverse()
  return Array.from({ length: count }, () => {
    const day = chance.pick(open)
    return day.plus({ minutes: chance.between(9 * 60 + 35, 17 * 60 + 45) })
  })
    .map((instant) => (instant > last ? last.minus({ minutes: chance.between(5, 180) }) : instant))
    .sort((a, b) => a.toMillis() - b.toMillis())
}

/** The same instant, or the next morning at ten when the shop is closed by then. */
export function whenOpen(instant: DateTime): DateTime {
  let local = instant.setZone(ZONE)
  const late = local.hour >= 18 && local.minute > 25
  if (late || local.hour > 18) local = local.plus({ days: 1 }).set({ hour: 10, minute: 10 })
  else if (local.hour < 9) local = local.set({ hour: 10, minute: 5 })
  while (!isWorkingDay(local)) local = local.plus({ days: 1 }).set({ hour: 10, minute: 10 })
  return local
}
