import { isWithin, type BusinessDate } from '@karkhana/kernel/dates'
import { paise, type Paise } from '@karkhana/kernel/money'
import { readData } from '../data/read.ts'

/** Limits in rupees that are compared with the value of one document. */
type DocumentThreshold =
  | 'b2clInvoiceValue'
  | 'ewayBillConsignment'
  | 'unregisteredBuyerAddressOnInvoice'
  | 'consolidatedB2cInvoice'

interface Threshold {
  key: string
  /** `value` in rupees for document limits. */
  periods: { from: BusinessDate; to: BusinessDate | null; value: string }[]
}

const thresholds = readData<Threshold[]>('thresholds')

/** A limit in force on a date; `null` when there was none. How to compare stands with the data. */
export function threshold(key: DocumentThreshold, date: BusinessDate): Paise | null {
  const entry = thresholds.find((candidate) => candidate.key === key)
  const period = entry?.periods.find((candidate) => isWithin(date, candidate))
  return period ? paise(period.value) : null
}
