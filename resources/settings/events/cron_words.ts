import type { Texts } from '@karkhana/ui'

/** A cron expression in words where it is a plain one, `null` otherwise: `0 9 * * *` is «daily at 09:00». */
export function cronInWords(text: Texts, cron: string): string | null {
  const [minute, hour, day, month, weekday] = cron.trim().split(/\s+/)
  if (month !== '*') return null
  const every = /^\*\/(\d+)$/.exec(minute)
  if (hour === '*' && day === '*' && weekday === '*') {
    if (minute === '*') return text('settings.cron.minutes', { minutes: 1 })
    if (every) return text('settings.cron.minutes', { minutes: Number(every[1]) })
    if (!/^\d+$/.test(minute)) return null
    return text('settings.cron.hourly', { minute: minute.padStart(2, '0') })
  }
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour)) return null
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  if (day === '*' && weekday === '*') return text('settings.cron.daily', { time })
  if (day === '*' && weekday === '1-5') return text('settings.cron.to_friday', { time })
  if (day === '*' && weekday === '1-6') return text('settings.cron.to_saturday', { time })
  if (day === '*' && /^[0-7]$/.test(weekday)) {
    return text('settings.cron.weekly', { day: Number(weekday) % 7, time })
  }
  if (/^\d+$/.test(day) && weekday === '*') return text('settings.cron.monthly', { day, time })
  return null
}
