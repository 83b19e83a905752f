import { settingsOf, type Scope } from '@karkhana/kernel'
import { asPaise, multiply, toDecimal, type Paise } from '@karkhana/kernel/money'
import { countSms, type SmsLog } from '@karkhana/kernel/sms'
import { SETTINGS } from '../settings.ts'

/** Messages of one day by what became of them, and what the sent ones cost (paise, without tax). */
export interface DayFigures {
  day: string
  sent: number
  failed: number
  queued: number
  cost: Paise
}

/** Days with messages between two business dates, both included, oldest first. @throws ForbiddenError */
export async function figuresByDay(
  scope: Scope,
  log: SmsLog,
  period: { from: string; to: string }
): Promise<DayFigures[]> {
  const { cost } = await settingsOf(scope, SETTINGS)
  const days = new Map<string, Omit<DayFigures, 'cost'>>()
  for (const { day, status, count } of await countSms(scope, log, period)) {
    const figures = days.get(day) ?? { day, sent: 0, failed: 0, queued: 0 }
    days.set(day, { ...figures, [status]: count })
  }
  return [...days.values()].map((figures) => ({ ...figures, cost: costOf(figures.sent, cost) }))
}

/** What so many messages cost; `cost` of one is integer paise. */
export const costOf = (count: number, cost: number): Paise =>
  multiply(String(count), toDecimal(asPaise(cost)))
