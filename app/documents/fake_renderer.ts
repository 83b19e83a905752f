import { AssertionError } from 'node:assert'
import type { PdfOptions, PdfRenderer } from './types.ts'

/** What a test finds instead of a file. */
export interface PrintedDocument {
  html: string
  options: PdfOptions
}

/** Remembers what would have been printed, without a browser. */
export class FakeRenderer implements PdfRenderer {
  readonly printed: PrintedDocument[] = []

  async render(html: string, options: PdfOptions = {}): Promise<Uint8Array> {
    this.printed.push({ html, options })
    return new TextEncoder().encode(`%PDF-1.4\n% document ${this.printed.length}\n%%EOF\n`)
  }

  async warm() {}

  async close() {}

  /**
   * At least one document whose HTML contains the text.
   * @throws AssertionError
   */
  assertPrinted(text: string) {
    if (this.printed.some(({ html }) => html.includes(text))) return
    throw new AssertionError({
      message: `Expected a printed document with "${text}", ${this.printed.length} were printed`,
    })
  }

  /** @throws AssertionError */
  assertPrintedCount(count: number) {
    if (this.printed.length === count) return
    throw new AssertionError({
      message: `Expected ${count} printed documents`,
      actual: this.printed.length,
      expected: count,
    })
  }

  /** @throws AssertionError */
  assertNothingPrinted() {
    this.assertPrintedCount(0)
  }
}
