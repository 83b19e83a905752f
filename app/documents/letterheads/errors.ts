import { RuleError } from '../../errors.ts'

/** Largest file that is taken as a letterhead, in bytes. */
export const LETTERHEAD_BYTES = 5 * 1024 * 1024

/** The file is no letterhead that papers can be laid over. */
export class LetterheadError extends RuleError {
  constructor(message: string, next: string) {
    super('E_LETTERHEAD', message, { field: 'letterhead', next })
  }
}
