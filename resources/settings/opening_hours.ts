import type { Texts } from '@karkhana/ui'

/** Spans of each weekday, Monday is 1: `{ 1: [['09:30', '18:30']], 7: [] }`. */
export type WeeklyHours = Record<'1' | '2' | '3' | '4' | '5' | '6' | '7', [string, string][]>

/** Keys of the week in their order. */
export const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const

export type Weekday = (typeof WEEKDAYS)[number]

/** `Monday` for 1, in the words of the reader. */
export function weekdayName(weekday: Weekday, text: Texts): string {
  return text(`settings.weekday.${weekday}`)
}

/** `09:30–13:00, 14:00–18:30`, or `closed`. */
export function spansInWords(spans: [string, string][], text: Texts): string {
  return spans.length === 0
    ? text('settings.hours.closed')
    : spans.map(([opens, closes]) => `${opens}–${closes}`).join(', ')
}

/** The week in as few lines as it takes: neighbours with the same hours stand together. */
export function hoursInWords(hours: WeeklyHours, text: Texts): { days: string; spans: string }[] {
  const lines: { from: number; to: number; spans: string }[] = []
  for (const [index, weekday] of WEEKDAYS.entries()) {
    const spans = spansInWords(hours[weekday], text)
    const last = lines.at(-1)
    if (last?.spans === spans) last.to = index
    else lines.push({ from: index, to: index, spans })
  }
  const short = (index: number) => text(`settings.weekday_short.${WEEKDAYS[index]}`)
  return lines.map(({ from, to, spans }) => ({
    days: from === to ? short(from) : `${short(from)}–${short(to)}`,
    spans,
  }))
}
