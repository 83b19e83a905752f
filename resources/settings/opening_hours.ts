/** Spans of each weekday, Monday is 1: `{ 1: [['09:30', '18:30']], 7: [] }`. */
export type WeeklyHours = Record<'1' | '2' | '3' | '4' | '5' | '6' | '7', [string, string][]>

/** Keys of the week in their order. */
export const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const

const SHORT = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const LONG = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** `Monday` for 1. */
export function weekdayName(weekday: (typeof WEEKDAYS)[number]): string {
  return LONG[Number(weekday) - 1]!
}

/** `09:30–13:00, 14:00–18:30`, or `closed`. */
export function spansInWords(spans: [string, string][]): string {
  return spans.length === 0
    ? 'closed'
    : spans.map(([opens, closes]) => `${opens}–${closes}`).join(', ')
}

/** The week in as few lines as it takes: neighbours with the same hours stand together. */
export function hoursInWords(hours: WeeklyHours): { days: string; spans: string }[] {
  const lines: { from: number; to: number; spans: string }[] = []
  for (const [index, weekday] of WEEKDAYS.entries()) {
    const spans = spansInWords(hours[weekday])
    const last = lines.at(-1)
    if (last?.spans === spans) last.to = index
    else lines.push({ from: index, to: index, spans })
  }
  return lines.map(({ from, to, spans }) => ({
    days: from === to ? SHORT[from]! : `${SHORT[from]}–${SHORT[to]}`,
    spans,
  }))
}
