/** Opening and closing time, `HH:MM`; `24:00` is midnight at the end of the day. */
export type Interval = readonly [opens: string, closes: string]

/** When work is done. Weekdays are ISO numbers, 1 is Monday; a day may have several intervals. */
export interface WorkingCalendar {
  week: Readonly<Record<number, readonly Interval[]>>
  /** Business dates without work. */
  holidays: readonly string[]
  /** Business dates with hours of their own; they beat week and holidays. */
  special: Readonly<Record<string, readonly Interval[]>>
}

const DAY: readonly Interval[] = [
  ['09:30', '13:30'],
  ['14:00', '18:30'],
]
const ALL_DAY: readonly Interval[] = [['00:00', '24:00']]

/** Calendars of an organisation that has not set its own. */
export const DEFAULT_CALENDARS: Record<'always' | 'shop', WorkingCalendar> = {
  shop: {
    week: { 1: DAY, 2: DAY, 3: DAY, 4: DAY, 5: DAY, 6: DAY, 7: [] },
    holidays: [],
    special: {},
  },
  always: {
    week: {
      1: ALL_DAY,
      2: ALL_DAY,
      3: ALL_DAY,
      4: ALL_DAY,
      5: ALL_DAY,
      6: ALL_DAY,
      7: ALL_DAY,
    },
    holidays: [],
    special: {},
  },
}
