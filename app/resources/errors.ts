import { RuleError } from '../errors.ts'

/** Archived records are not changed. */
export class ArchivedRecordError extends RuleError {
  constructor(noun: string) {
    super('E_RECORD_ARCHIVED', `This ${noun} is archived.`, {
      next: 'Restore it, then make the change.',
    })
  }
}

/** New work may not point to what is archived. */
export class ArchivedReferenceError extends RuleError {
  constructor(noun: string, field: string) {
    super('E_REFERENCE_ARCHIVED', `This ${noun} is archived.`, {
      field,
      next: 'Restore it first, or choose another.',
    })
  }
}
