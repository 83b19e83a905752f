const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** A cron expression in words where it is a plain one, `null` otherwise: `0 9 * * *` is «daily at 09:00». */
export function cronInWords(cron: string): string | null {
  const [minute, hour, day, month, weekday] = cron.trim().split(/\s+/)
  if (month !== '*') return null
  const every = /^\*\/(\d+)$/.exec(minute)
  if (hour === '*' && day === '*' && weekday === '*') {
    if (minute === '*' || every?.[1] === '1') return 'every minute'
    if (every) return `every ${every[1]} minutes`
    return /^\d+$/.test(minute) ? `hourly at ${minute.padStart(2, '0')} past` : null
  }
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour)) return null
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  if (day === '*' && weekday === '*') return `daily at ${time}`
  if (day === '*' && weekday === '1-5') return `Monday to Friday at ${time}`
  if (day === '*' && weekday === '1-6') return `Monday to Saturday at ${time}`
  if (day === '*' && /^[0-7]$/.test(weekday)) return `${DAYS[Number(weekday) % 7]}s at ${time}`
  if (/^\d+$/.test(day) && weekday === '*') return `on day ${day} of the month at ${time}`
  return null
}
