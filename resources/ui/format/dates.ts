/** The clock parts of an instant in a zone, each as a padded string. */
function partsInZone(instant: Date, zone: string): Record<string, string> {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant)
  return Object.fromEntries(parts.map((part) => [part.type, part.value]))
}

/** Prints a business date: 2026-04-01 → 01-04-2026. Anything else comes back as it is. */
export function formatDate(date: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(date)
  return match ? `${match[3]}-${match[2]}-${match[1]}` : date
}

/** Business date of an instant in the organisation's zone, YYYY-MM-DD. */
export function dateInZone(instant: Date, zone: string): string {
  const parts = partsInZone(instant, zone)
  return `${parts.year}-${parts.month}-${parts.day}`
}

/** Prints an instant in the organisation's zone: 01-04-2026, 14:05. */
export function formatDateTime(iso: string, zone: string): string {
  const instant = new Date(iso)
  if (Number.isNaN(instant.getTime())) return iso
  const parts = partsInZone(instant, zone)
  return `${parts.day}-${parts.month}-${parts.year}, ${parts.hour}:${parts.minute}`
}

/** Wall-clock text of an instant for `<input type="datetime-local">`: 2026-04-01T14:05. */
export function toLocalInput(iso: string, zone: string): string {
  const instant = new Date(iso)
  if (Number.isNaN(instant.getTime())) return ''
  const parts = partsInZone(instant, zone)
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`
}

/** Reads wall-clock text of a zone as an ISO instant in UTC; null when unreadable. */
export function fromLocalInput(local: string, zone: string): string | null {
  // Date itself reads almost any text as some day.
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null
  const asUtc = new Date(`${local}:00Z`)
  if (Number.isNaN(asUtc.getTime())) return null
  let guess = asUtc
  // Twice: the offset at the first guess may differ from the one at the answer.
  for (let round = 0; round < 2; round++) {
    const shown = new Date(`${toLocalInput(guess.toISOString(), zone)}:00Z`)
    guess = new Date(guess.getTime() + asUtc.getTime() - shown.getTime())
  }
  return guess.toISOString()
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** What people say; the browsers’ “अब” is “now, at last”. */
const JUST_NOW: Partial<Record<string, string>> = { en: 'just now', hi: 'अभी' }

/** «2 h ago», «in 3 days» within a week of now; null beyond, where the date reads better. */
export function relativeTime(iso: string, now = Date.now(), locale = 'en-IN'): string | null {
  const seconds = (new Date(iso).getTime() - now) / 1000
  if (Number.isNaN(seconds) || Math.abs(seconds) > 7 * 86_400) return null
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  if (Math.abs(seconds) < 45) {
    return JUST_NOW[locale.slice(0, 2)] ?? format.format(0, 'second')
  }
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size || unit === 'minute') {
      return format.format(Math.trunc(seconds / size) || Math.sign(seconds), unit)
    }
  }
  return null
}

function calendarDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real ? date.toISOString().slice(0, 10) : null
}

/**
 * Reads what people type for a date: `15` (day of this month), `15-4`, `15/04/26`, `2026-04-15`,
 * `t` (today), `y` (yesterday), `+3` / `-2` (days from today). Null when it is no date.
 * @param today business date the short forms count from
 */
export function parseDate(typed: string, today: string): string | null {
  const text = typed.trim().toLowerCase()
  const [year = 0, month = 0] = today.split('-').map(Number)
  if (text === 't' || text === 'today') return today
  if (text === 'y') return addDays(today, -1)
  if (/^[+-]\d{1,4}$/.test(text)) return addDays(today, Number(text))
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso) return calendarDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const parts = /^(\d{1,2})(?:[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?)?$/.exec(text)
  if (!parts) return null
  const typedYear = parts[3] ? Number(parts[3].length === 2 ? `20${parts[3]}` : parts[3]) : year
  return calendarDate(typedYear, parts[2] ? Number(parts[2]) : month, Number(parts[1]))
}

/** Moves a business date by whole days. */
export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.toISOString().slice(0, 10)
}

/** Reads a time of day (`14:30`, `1430`, `9`, `2:30 pm`) as HH:mm; null when it is none. */
export function parseTime(typed: string): string | null {
  const match = /^(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap])?\.?(?:m\.?)?$/.exec(
    typed.trim().toLowerCase()
  )
  if (!match) return null
  const half = match[3]
  let hour = Number(match[1])
  const minute = Number(match[2] ?? 0)
  if (half && (hour < 1 || hour > 12)) return null
  if (half) hour = (hour % 12) + (half === 'p' ? 12 : 0)
  if (hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}
