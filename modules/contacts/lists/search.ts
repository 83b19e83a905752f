import type { ListQuery } from '@karkhana/kernel/lists'
import { phoneDigits } from '../services/phone.ts'

/** A pattern for `like` that finds the term anywhere in a text. */
export function containing(term: string): string {
  return `%${term.replace(/[\\%_]/g, '\\$&')}%`
}

/** Finds a term in name, firm and e-mail, as part of a phone number, and as part of a GSTIN. */
export function searchContacts(query: ListQuery, term: string) {
  const digits = phoneDigits(term)
  query.where((either) => {
    either
      .whereILike('c.name', containing(term))
      .orWhereILike('c.company', containing(term))
      .orWhereILike('c.email', containing(term))
    if (/^[0-9A-Za-z]{4,15}$/.test(term)) {
      either.orWhereLike('c.gstin', containing(term.toUpperCase()))
    }
    if (digits) either.orWhereLike('c.phone_digits', containing(digits))
  })
}
