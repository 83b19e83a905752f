import { DateTime } from 'luxon'
import { addDays, addMonths, financialYear, type BusinessDate } from '../dates/index.ts'

/** Both days belong to it. */
export interface DateRange {
  from: BusinessDate
  to: BusinessDate
}

type Preset = (today: BusinessDate, yearStart: number) => DateRange

const month = (today: BusinessDate, away = 0): DateRange => {
  const from = addMonths(`${today.slice(0, 7)}-01`, away)
  return { from, to: addDays(addMonths(from, 1), -1) }
}

const year = (today: BusinessDate, yearStart: number, away = 0): DateRange => {
  const { start, end } = financialYear(addMonths(today, 12 * away), yearStart)
  return { from: start, to: end }
}

/** Quarters are counted from the beginning of the financial year. */
function quarter(today: BusinessDate, yearStart: number, away = 0): DateRange {
  const { start } = financialYear(today, yearStart)
  const months = (Number(today.slice(5, 7)) - Number(start.slice(5, 7)) + 12) % 12
  const from = addMonths(start, months - (months % 3) + 3 * away)
  return { from, to: addDays(addMonths(from, 3), -1) }
}

/** Stretches of days by name, as the organisation counts them: weeks begin on Monday, years with its financial year. */
export const DATE_PRESETS = {
  today: (today) => ({ from: today, to: today }),
  yesterday: (today) => ({ from: addDays(today, -1), to: addDays(today, -1) }),
  this_week: (today) => {
    const from = addDays(today, 1 - DateTime.fromISO(today, { zone: 'utc' }).weekday)
    return { from, to: addDays(from, 6) }
  },
  last_30_days: (today) => ({ from: addDays(today, -29), to: today }),
  this_month: (today) => month(today),
  last_month: (today) => month(today, -1),
  this_quarter: (today, yearStart) => quarter(today, yearStart),
  last_quarter: (today, yearStart) => quarter(today, yearStart, -1),
  this_fy: (today, yearStart) => year(today, yearStart),
  last_fy: (today, yearStart) => year(today, yearStart, -1),
} satisfies Record<string, Preset>

/** Name of a preset. */
export type DatePreset = keyof typeof DATE_PRESETS

/** The names in the order in which they are offered. */
export const DATE_PRESET_NAMES = Object.keys(DATE_PRESETS) as DatePreset[]

/** The days of a preset; `null` when there is none of that name. */
export function presetRange(
  name: string,
  today: BusinessDate,
  yearStart: number
): DateRange | null {
  return Object.hasOwn(DATE_PRESETS, name)
    ? DATE_PRESETS[name as DatePreset](today, yearStart)
    : null
}
