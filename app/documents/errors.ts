import { KarkhanaError } from '../errors.ts'

/** No program that can turn a page into a PDF was found on this machine. */
export class BrowserMissingError extends KarkhanaError {
  constructor(reason: string, cause?: unknown) {
    super('E_BROWSER_MISSING', 503, `No browser to make PDF files with: ${reason}`, {
      next: 'Set BROWSER_PATH to a Chromium or Chrome program, or run `npm ci` to restore the bundled one.',
      cause,
    })
  }
}

/** The browser was there but did not produce the file; nothing was stored. */
export class PdfFailedError extends KarkhanaError {
  constructor(reason: string, cause?: unknown) {
    super('E_PDF_FAILED', 500, `The PDF could not be made: ${reason}`, {
      next: 'Try again; if it fails again, shorten the document or tell your administrator the code.',
      cause,
    })
  }
}

/** More documents are waiting than this process accepts. The caller may try again later. */
export class PdfBusyError extends KarkhanaError {
  constructor(waiting: number) {
    super('E_PDF_BUSY', 503, `${waiting} documents are already waiting to be printed.`, {
      next: 'Try again in a minute.',
      meta: { waiting },
    })
  }
}

/** Longest document that is laid out, in characters of HTML: a hundred pages have about one million. */
export const LONGEST_DOCUMENT = 12_000_000

/** The document is longer than any paper should be; nothing was printed. */
export class PdfTooLargeError extends KarkhanaError {
  constructor(characters: number) {
    super('E_PDF_TOO_LARGE', 422, 'The document is too long to be printed.', {
      next: 'Shorten its texts, or divide its lines among several documents.',
      meta: { characters, most: LONGEST_DOCUMENT },
    })
  }
}
