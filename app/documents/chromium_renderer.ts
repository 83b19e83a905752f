import { BrowserPool, type BrowserPoolOptions } from './browser_pool.ts'
import { LONGEST_DOCUMENT, PdfTooLargeError } from './errors.ts'
import type { PdfOptions, PdfRenderer } from './types.ts'

/** Milliseconds one document may take, from the call to the file. */
const DEFAULT_TIMEOUT = 15_000

/** Prints with the browser of this process. */
export class ChromiumRenderer implements PdfRenderer {
  readonly pool: BrowserPool

  constructor(options: BrowserPoolOptions = {}) {
    this.pool = new BrowserPool(options)
  }

  render(html: string, options: PdfOptions = {}): Promise<Uint8Array> {
    if (html.length > LONGEST_DOCUMENT) return Promise.reject(new PdfTooLargeError(html.length))
    return this.pool.use(options.timeout ?? DEFAULT_TIMEOUT, (page) => page.print(html, options))
  }

  warm(): Promise<void> {
    return this.pool.warm()
  }

  close(): Promise<void> {
    return this.pool.close()
  }
}
