import { addDays, dateInZone, formatDate, type Texts } from '@karkhana/ui'

/** Entries of one business day, newest first as they came. */
export interface Day<Entry> {
  date: string
  label: string
  entries: Entry[]
}

/** Groups entries that are in order of time by the business day of a zone; `text` has the words of the page. */
export function byDay<Entry extends { at: string }>(
  entries: Entry[],
  zone: string,
  text: Texts
): Day<Entry>[] {
  const today = dateInZone(new Date(), zone)
  const days: Day<Entry>[] = []
  for (const entry of entries) {
    const date = dateInZone(new Date(entry.at), zone)
    if (days.at(-1)?.date !== date) {
      days.push({ date, label: labelOf(date, today, text), entries: [] })
    }
    days.at(-1)!.entries.push(entry)
  }
  return days
}

function labelOf(date: string, today: string, text: Texts): string {
  if (date === today) return text('audit.today')
  return date === addDays(today, -1) ? text('audit.yesterday') : formatDate(date)
}

/** The time of day of an instant in a zone, `14:05:09`. */
export function timeOfDay(at: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at))
}
