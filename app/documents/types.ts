import type { Language } from '../lang/declaration.ts'

/** Paper a document is printed on. A receipt is 80 mm wide and as long as its text. */
export type PaperFormat = 'A4' | 'A5' | 'receipt-80mm'

/** The papers by their names. */
export const PAPERS: Record<PaperFormat, string> = {
  'A4': 'A4',
  'A5': 'A5',
  'receipt-80mm': '80 mm roll',
}

/** Paper and margins of a PDF. */
export interface PdfOptions {
  /** A4 unless said otherwise; `@page { size }` in the document wins. */
  format?: PaperFormat
  landscape?: boolean
  /** Plain text in the top margin of every page. */
  header?: string
  /** Plain text in the bottom margin of every page, at the left. */
  footer?: string
  /** Prints "Page 1 of 3" in the bottom margin, at the right. */
  pageNumbers?: boolean
  /** Of the page numbers; English unless said otherwise. */
  language?: Language
  /** Instant that the file says it was made at, ISO 8601; the present one unless said otherwise. */
  date?: string
  /** Marks headings, tables and order for screen readers; takes a third more time and three times the bytes. */
  tagged?: boolean
  /** Milliseconds from the call to the file, waiting in the queue included. 15 000 unless said otherwise. */
  timeout?: number
}

/** Turns one self-contained HTML document into the bytes of a PDF file. */
export interface PdfRenderer {
  /**
   * @throws PdfFailedError, PdfBusyError, BrowserMissingError
   */
  render(html: string, options?: PdfOptions): Promise<Uint8Array>
  /** Does the slow part of the first render beforehand. */
  warm(): Promise<void>
  /** Lets go of processes and memory; the next render starts anew. */
  close(): Promise<void>
}
