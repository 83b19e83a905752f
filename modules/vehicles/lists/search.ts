import type { ListQuery } from '@karkhana/kernel/lists'
import { registrationTerm } from '../services/registration.ts'

const containing = (term: string) => `%${term.replace(/[\\%_]/g, '\\$&')}%`

/**
 * Finds a term in registration and chassis number (blanks and dashes ignored, so the last four
 * digits do), in make and model, and in the owner's name; seven digits and more also in the phone.
 */
export function searchVehicles(query: ListQuery, term: string) {
  const mark = registrationTerm(term)
  query.where((either) => {
    either
      .whereRaw("(v.make || ' ' || v.model || ' ' || coalesce(v.variant, '')) ilike ?", [
        containing(term),
      ])
      .orWhereILike('c.name', containing(term))
    if (mark) {
      either.orWhereLike('v.registration', containing(mark)).orWhereLike('v.vin', containing(mark))
    }
    if (mark && /^[0-9]{7,15}$/.test(mark)) {
      either.orWhereLike('c.phone_digits', containing(mark.replace(/^0+/, '')))
    }
  })
}
