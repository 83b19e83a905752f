import { compareDecimals, rate as percent } from '@karkhana/kernel/money'
import type { DocumentInput, LineInput } from '../../contracts.ts'
import { RateNotAllowedError, UnknownRateError } from '../../errors.ts'
import { allowedRatesOn, rateFor } from '../rates.ts'
import { at } from './reading.ts'

/**
 * The GST rate of a taxable line: as given, if the portal accepts it on the document date, else
 * looked up by HSN, flags and date. Notes keep the rate of their original invoice (CGST Act s.34),
 * so nothing is looked up for them.
 *
 * @throws UnreadableValueError, RateNotAllowedError, UnknownRateError
 */
export function lineRate(line: LineInput, document: DocumentInput, index: number): string {
  const field = `lines.${index}.gstRate`
  if (line.gstRate !== null) {
    const given = at(field, () => percent(line.gstRate!))
    const allowed = allowedRatesOn(document.docDate)
    if (!allowed.some((rate) => compareDecimals(rate, given) === 0)) {
      throw new RateNotAllowedError(given, allowed, field)
    }
    return given
  }

  if (document.docType === 'CRN' || document.docType === 'DBN') {
    throw new UnknownRateError('A note carries the rate of its original invoice.', field)
  }
  const found = rateFor({ hsn: line.hsn, date: document.docDate, flags: line.flags })
  if (!found.known) throw new UnknownRateError(found.message, field)
  return found.rate
}
