import { isWithin, type BusinessDate } from '@karkhana/kernel/dates'
import { compareDecimals } from '@karkhana/kernel/money'

interface AllowedRates {
  from: BusinessDate
  to: BusinessDate | null
  rates: string[]
}

/**
 * Rates that the portal accepts (error 2240), by date, for the rates an organisation decides itself.
 * 40 % came with Notification 9/2025-CT(R); 12 and 28 stay accepted for notes against older
 * invoices. The test of this list holds it to the calculator of the GST module.
 */
const PERIODS: AllowedRates[] = [
  {
    from: '2017-07-01',
    to: '2025-09-21',
    rates: ['0', '0.1', '0.25', '1', '1.5', '3', '5', '6', '7.5', '12', '18', '28'],
  },
  {
    from: '2025-09-22',
    to: null,
    rates: ['0', '0.1', '0.25', '1', '1.5', '3', '5', '6', '7.5', '12', '18', '28', '40'],
  },
]

/** GST in percent that may be charged from a date, in rising order; none before GST began. */
export function allowedRates(date: BusinessDate): string[] {
  return PERIODS.find((period) => isWithin(date, period))?.rates ?? []
}

/** Whether a rate may be charged on a date. */
export function isAllowedRate(rate: string, date: BusinessDate): boolean {
  return allowedRates(date).some((allowed) => compareDecimals(allowed, rate) === 0)
}
