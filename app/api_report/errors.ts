import { RuleError } from '../errors.ts'

/** Nothing of this name has an API. */
export class NoApiError extends RuleError {
  constructor(id: string, known: string[]) {
    super('E_API_UNKNOWN', `"${id}" has no API here.`, {
      field: 'id',
      next: `Choose one of: ${known.join(', ')}.`,
    })
  }
}
