import { KarkhanaError, RuleError } from '../errors.ts'

/** Parts of the file are missing or do not add up to what was announced. */
export class FileIncompleteError extends RuleError {
  constructor(missing: number[]) {
    super('E_FILE_INCOMPLETE', 'The file has not arrived as a whole.', {
      field: 'parts',
      next: 'Send the missing parts again.',
      meta: { missing },
    })
  }
}

/** The record has as many files as it may. */
export class FilesFullError extends RuleError {
  constructor(limit: number) {
    super('E_FILES_FULL', `This record has ${limit} files already.`, {
      next: 'Remove a file that is no longer needed.',
    })
  }
}

/** Somebody else attached it. */
export class FileOfAnotherError extends KarkhanaError {
  constructor() {
    super('E_FILE_OF_ANOTHER', 403, 'Somebody else attached this file.', {
      next: 'Ask them, or a manager, to remove it.',
    })
  }
}
