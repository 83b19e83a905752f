import { KarkhanaError, RuleError } from '../errors.ts'

/** The file is larger than what is kept. */
export class FileTooLargeError extends RuleError {
  constructor(limitBytes: number) {
    const megabytes = Math.round(limitBytes / 1024 / 1024)
    super('E_FILE_TOO_LARGE', `The file is larger than ${megabytes} MB.`, {
      field: 'bytes',
      next: 'Choose a smaller file, or save it with less detail.',
    })
  }
}

/** What the file holds is none of the kinds that are kept, whatever its name says. */
export class FileTypeError extends RuleError {
  constructor(found: string | null) {
    super(
      'E_FILE_TYPE',
      found ? `Files of type ${found} are not kept.` : 'This file is not kept.',
      {
        field: 'file',
        next: 'Attach a picture (JPEG, PNG, WebP), a PDF, a Word, Excel or OpenDocument file, or plain text.',
      }
    )
  }
}

/** The picture is damaged, or no picture at all. */
export class PictureUnreadableError extends RuleError {
  constructor() {
    super('E_PICTURE_UNREADABLE', 'The picture cannot be read; it may be damaged.', {
      field: 'file',
      next: 'Open it, save it again and attach that file.',
    })
  }
}

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
