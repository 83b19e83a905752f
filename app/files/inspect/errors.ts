import { RuleError } from '../../errors.ts'

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

/** There is nothing in the file. */
export class FileEmptyError extends RuleError {
  constructor() {
    super('E_FILE_EMPTY', 'The file is empty.', {
      field: 'bytes',
      next: 'Look whether it has been downloaded or saved as a whole, then attach it again.',
    })
  }
}

/** What people are told to do about kinds of files that they send and that are not kept. */
const ADVICE: [RegExp, string][] = [
  [/^image\//, 'Save the picture as JPEG or PNG and attach that file.'],
  [
    /^video\/|^audio\//,
    'Send a photo instead, or keep the recording elsewhere and attach a text with its link.',
  ],
  [/zip|rar|7z|tar|gzip|x-xz|bzip/, 'Unpack the archive and attach the files themselves.'],
  [/macro/, 'Save the document without macros (.docx, .xlsx or .pptx) and attach that file.'],
]

const KINDS =
  'Attach a picture (JPEG, PNG, WebP, HEIC), a PDF, a Word, Excel or OpenDocument file, or plain text.'

/** What the file holds is none of the kinds that are kept, whatever its name says. */
export class FileTypeError extends RuleError {
  constructor(found: string | null) {
    const advice = found && ADVICE.find(([pattern]) => pattern.test(found))
    super(
      'E_FILE_TYPE',
      found ? `Files of type ${found} are not kept.` : 'This file is not kept.',
      { field: 'file', next: advice ? advice[1] : KINDS }
    )
  }
}

/** A page, a drawing or another text that a browser would run. */
export class ActiveContentError extends RuleError {
  constructor(kind: 'svg' | 'html' | 'xml') {
    const svg = kind === 'svg'
    super(
      'E_FILE_ACTIVE',
      svg
        ? 'SVG drawings are not kept: they can hold programs.'
        : 'This is a page that can hold programs; it is not kept.',
      {
        field: 'file',
        next: svg
          ? 'Save the drawing as PNG and attach that file.'
          : 'Print the page to PDF and attach that file.',
      }
    )
  }
}

/** The name promises one kind and the content is another that nobody can make sense of. */
export class MisnamedFileError extends RuleError {
  constructor(extension: string) {
    super('E_FILE_MISNAMED', `The file is called .${extension}, and is no such file.`, {
      field: 'file',
      next: 'Open it with the program that made it, save it again and attach that file.',
    })
  }
}

/** The file is damaged, or breaks off. */
export class FileBrokenError extends RuleError {
  constructor(what: string) {
    super('E_FILE_BROKEN', `The ${what} cannot be read; it may be damaged or not complete.`, {
      field: 'file',
      next: 'Open it, save it again and attach that file.',
    })
  }
}

/** One file that is two: a document with something else behind or inside of it. */
export class TwofoldFileError extends RuleError {
  constructor(what: string, other: string) {
    super('E_FILE_TWOFOLD', `The ${what} holds ${other} as well; such files are not kept.`, {
      field: 'file',
      next: 'Print it to PDF again, or save it anew, and attach that file.',
    })
  }
}

/** Small as a file, huge when it is opened. */
export class FileBombError extends RuleError {
  constructor(what: string, limit: string) {
    super('E_FILE_BOMB', `The ${what} would unpack to more than ${limit}; it is not kept.`, {
      field: 'file',
      next: 'Save it with less content, or split it, and attach the parts.',
    })
  }
}

/** A document with programs in it, or one that needs a password. */
export class LockedFileError extends RuleError {
  constructor(reason: 'macros' | 'password') {
    super(
      reason === 'macros' ? 'E_FILE_MACROS' : 'E_FILE_PASSWORD',
      reason === 'macros'
        ? 'The document holds macros; such files are not kept.'
        : 'The document is locked with a password; it cannot be checked.',
      {
        field: 'file',
        next:
          reason === 'macros'
            ? 'Save it without macros (.docx, .xlsx or .pptx) and attach that file.'
            : 'Save it without a password and attach that file.',
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

/** The picture has more pixels than are decoded. */
export class PictureTooLargeError extends RuleError {
  constructor({ width, height, limit }: { width: number; height: number; limit: number }) {
    super('E_PICTURE_TOO_LARGE', `The picture has ${width} × ${height} pixels.`, {
      field: 'file',
      next: `Scale it down to at most ${limit / 1_000_000} million pixels; 2560 on its longer side are enough.`,
    })
  }
}
