import { KarkhanaError, RuleError } from '../errors.ts'

/** The file store did not do what it was asked for, several times. Nothing was lost: what is written can be retried. */
export class FileStoreError extends KarkhanaError {
  constructor(what: string, cause: unknown) {
    super('E_FILE_STORE', 503, `The file store could not ${what}.`, {
      next: 'Try again in a few minutes. Administrators: look at the disk, or at the service behind S3_ENDPOINT.',
      cause,
    })
  }
}

/** A row says that there is a file, and its bytes are not in the store. */
export class FileMissingError extends KarkhanaError {
  constructor(key: string, cause?: unknown) {
    super('E_FILE_MISSING', 404, 'The bytes of this file are not in the store.', {
      next: 'Ask the administrator to run "files:sweep --verify" and to bring the store back from a backup.',
      meta: { key },
      cause,
    })
  }
}

/** The bytes are not those that were stored. */
export class FileDamagedError extends KarkhanaError {
  constructor(key: string) {
    super('E_FILE_DAMAGED', 500, 'The file is not what was stored; its checksum differs.', {
      next: 'Ask the administrator to bring the file back from a backup.',
      meta: { key },
    })
  }
}

/** Bytes were written or read while a transaction is open. */
export class FileInUnitError extends KarkhanaError {
  constructor(what: string) {
    super('E_FILE_IN_UNIT', 500, `${what} was called inside a unit of work.`, {
      next: 'Store the file first, then keep it by keepFile() in the transaction of its record.',
    })
  }
}

/** A file that was written was taken away before its record kept it: it waited for more than a day. */
export class FileGoneError extends KarkhanaError {
  constructor() {
    super('E_FILE_GONE', 409, 'The file is not there any more.', { next: 'Send it again.' })
  }
}

/** The organisation has used up the room for its files. */
export class FileQuotaError extends RuleError {
  constructor({ used, quota, wanted }: { used: number; quota: number; wanted: number }) {
    super(
      'E_FILE_QUOTA',
      `There is no room for this file: ${roomIn(used)} of ${roomIn(quota)} are in use.`,
      {
        field: 'bytes',
        next: 'Remove files that are no longer needed in Settings › Files, or ask whoever looks after Karkhana for more room.',
        meta: { used, quota, wanted },
      }
    )
  }
}

/** MB, or GB where there are some. */
function roomIn(bytes: number): string {
  const megabytes = bytes / 1024 / 1024
  return megabytes < 1000 ? `${megabytes.toFixed(1)} MB` : `${(megabytes / 1024).toFixed(1)} GB`
}

/** A link to a file that opens nothing: changed, too old, or the file was taken away. All are answered alike. */
export class FileLinkError extends KarkhanaError {
  constructor() {
    super('E_FILE_LINK', 404, 'This link to a file does not work any more.', {
      next: 'Open the record again; links to files work for a few minutes.',
    })
  }
}
