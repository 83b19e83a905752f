import { ChromiumRenderer } from './chromium_renderer.ts'
import { FakeRenderer } from './fake_renderer.ts'
import { ensureOutside } from '../outside/ensure_outside.ts'
import type { PdfOptions, PdfRenderer } from './types.ts'

/** Chooses who prints: the browser of this process, or in a test a fake that only remembers. */
export class PdfPrinter {
  readonly #make: () => PdfRenderer
  #renderer: PdfRenderer | undefined
  #fake: FakeRenderer | undefined

  constructor(make: () => PdfRenderer) {
    this.#make = make
  }

  async render(html: string, options?: PdfOptions): Promise<Uint8Array> {
    ensureOutside('The printer')
    return this.#use().render(html, options)
  }

  /** Does the slow part of the first print beforehand. */
  warm(): Promise<void> {
    return this.#use().warm()
  }

  /** Ends the browser, if one was started. */
  async close(): Promise<void> {
    await this.#renderer?.close()
  }

  /** From now on nothing is printed; the fake tells what would have been. */
  fake(): FakeRenderer {
    this.#fake = new FakeRenderer()
    return this.#fake
  }

  restore() {
    this.#fake = undefined
  }

  #use(): PdfRenderer {
    if (this.#fake) return this.#fake
    this.#renderer ??= this.#make()
    return this.#renderer
  }
}

/** The printer of this process. */
export const documents = new PdfPrinter(() => new ChromiumRenderer())

/**
 * One HTML document as a PDF file. The document must carry its fonts and pictures as `data:`
 * (the print layout does); scripts do not run and nothing is fetched.
 *
 * @throws PdfFailedError, PdfBusyError, BrowserMissingError
 */
export function renderPdf(html: string, options?: PdfOptions): Promise<Uint8Array> {
  return documents.render(html, options)
}

/** Ends the printing browser; called when the application shuts down. */
export function closeBrowser(): Promise<void> {
  return documents.close()
}
