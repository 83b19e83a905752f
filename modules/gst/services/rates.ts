import { isWithin, type BusinessDate } from '@karkhana/kernel/dates'
import { readData } from '../data/read.ts'
import type { RateFlags, RateQuery, RateResult } from '../contracts.ts'

type Flag = 'electricVehicle' | 'evCharger' | 'evCharging'

interface Entry {
  hsnPrefix: string
  description: string
  periods: { from: BusinessDate; to: BusinessDate | null; rate: string }[]
  /** The entry holds only for items with this flag. */
  flag?: Flag
  /** Headings under the prefix that the entry does not cover. */
  except?: string[]
  /** Headings that describe flagged items by their wording; without the flag they have no rate. */
  electricHeadings?: string[]
  caution?: string
  source?: string
  status?: string
}

interface AllowedRates {
  from: BusinessDate
  to: BusinessDate | null
  rates: string[]
}

const entries = readData<Entry[]>('rates')
const allowedRates = readData<AllowedRates[]>('allowed_rates')

const FLAG_NAMES: Record<Flag, string> = {
  electricVehicle: 'an electric vehicle',
  evCharger: 'a charger for electric vehicles',
  evCharging: 'battery charging of electric vehicles',
}

/**
 * The GST rate of goods or a service on a date. The item's treatment decides first, then its flags,
 * then the longest HSN prefix that is valid on the date. When nothing matches the answer is unknown,
 * with a message for the user: a rate is never assumed.
 */
export function rateFor({ hsn, date, flags = {} }: RateQuery): RateResult {
  if (flags.treatment && flags.treatment !== 'taxable') return untaxed(flags.treatment)

  const digits = hsn.replace(/\s/g, '')
  if (!/^\d{2,8}$/.test(digits)) {
    return unknown(`"${hsn}" is not an HSN or SAC. Enter its 4, 6 or 8 digits.`)
  }
  const flag = (Object.keys(FLAG_NAMES) as Flag[]).find((name) => flags[name])
  if (!flag && isElectricHeading(digits)) {
    return unknown(
      `HSN ${digits} describes an electric vehicle. Mark the item as one, or correct its HSN.`
    )
  }

  const match = entries
    .filter((entry) => entry.flag === flag && covers(entry, digits) && periodOf(entry, date))
    .sort((a, b) => b.hsnPrefix.length - a.hsnPrefix.length)
    .at(0)
  if (!match) return unknown(reasonFor(digits, date, flag))

  return {
    known: true,
    rate: periodOf(match, date)!.rate,
    hsnPrefix: match.hsnPrefix,
    description: match.description,
    caution: match.caution ?? null,
    source: match.source ?? match.status ?? null,
  }
}

/** Rates the portal accepts on a date, in rising order. */
export function allowedRatesOn(date: BusinessDate): string[] {
  return allowedRates.find((period) => isWithin(date, period))?.rates ?? []
}

function covers(entry: Entry, digits: string) {
  const excepted = entry.except?.some((heading) => digits.startsWith(heading)) ?? false
  return digits.startsWith(entry.hsnPrefix) && !excepted
}

function periodOf(entry: Entry, date: BusinessDate) {
  return entry.periods.find((period) => isWithin(date, period))
}

function isElectricHeading(digits: string) {
  return entries.some((entry) => entry.electricHeadings?.some((head) => digits.startsWith(head)))
}

function untaxed(treatment: Exclude<RateFlags['treatment'], 'taxable' | undefined>): RateResult {
  const names = { nil: 'Nil-rated', exempt: 'Exempt', nongst: 'Outside GST' }
  return {
    known: true,
    rate: '0',
    hsnPrefix: null,
    description: names[treatment],
    caution: null,
    source: null,
  }
}

function unknown(message: string): RateResult {
  return { known: false, message }
}

function reasonFor(digits: string, date: BusinessDate, flag: Flag | undefined) {
  const item = flag ? `HSN ${digits} marked as ${FLAG_NAMES[flag]}` : `HSN ${digits}`
  const next = flag ? 'Check the mark and the HSN, or enter the rate.' : 'Enter the rate.'
  return `No GST rate is known for ${item} on ${date}. ${next}`
}
