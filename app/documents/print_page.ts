import type { Browser, CDPSession, Page } from 'puppeteer-core'
import { setFileDates } from './file_dates.ts'
import { fontFaces } from './fonts.ts'
import { withPageRules } from './page_rules.ts'
import { SHOW_DOCUMENT, shellWith } from './print_script.ts'
import type { PdfOptions } from './types.ts'

/** Never resolved: the page itself answers it with an empty shell that carries the content policy. */
const SHELL_URL = 'http://document.invalid/'

/**
 * What a document may contain. Everything it shows travels inside it as `data:`; `sandbox` keeps a
 * refresh in it from leading the page away.
 */
const CONTENT_SECURITY_POLICY = [
  'sandbox',
  "default-src 'none'",
  'img-src data:',
  'font-src data:',
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** CSS pixels of 80 mm, the width of a receipt roll. */
const RECEIPT_WIDTH = 302
/** Of an A4 sheet between its margins. */
const PAGE_WIDTH = 688

/**
 * One page of the browser that prints documents: scripts are off, and nothing it asks for leaves the
 * process (the content policy refuses it, and so does the interception below the policy).
 */
export class PrintPage {
  readonly #page: Page
  readonly #protocol: CDPSession
  #width = 0
  /** The function in the shell that puts a document in: it is compiled once, and documents are not kept as programs. */
  #showDocument: string | undefined
  /** It laid out a document so long that its process is better not kept. */
  heavy = false

  private constructor(page: Page, protocol: CDPSession) {
    this.#page = page
    this.#protocol = protocol
  }

  static async open(browser: Browser): Promise<PrintPage> {
    const page = await browser.newPage()
    const protocol = await page.createCDPSession()
    const printPage = new PrintPage(page, protocol)
    protocol.on('Fetch.requestPaused', (request) => {
      printPage.#answer(request.requestId, request.request.url)
    })
    await Promise.all([
      page.setJavaScriptEnabled(false),
      page.emulateMediaType('print'),
      protocol.send('Fetch.enable', { patterns: [{ urlPattern: '*://*' }] }),
    ])
    await printPage.#enterShell()
    return printPage
  }

  /** Puts the document into the open shell, waits for its pictures and fonts, and prints it. */
  async print(html: string, options: PdfOptions): Promise<Uint8Array> {
    if (this.#page.url() !== SHELL_URL) await this.#enterShell()
    this.heavy = html.length > HEAVY
    const receipt = options.format === 'receipt-80mm'
    await this.#widen(receipt ? RECEIPT_WIDTH : PAGE_WIDTH)
    await this.#show(withPageRules(html, options))
    const { data } = await this.#protocol.send('Page.printToPDF', {
      ...(receipt ? await this.#receiptPaper() : { preferCSSPageSize: true }),
      printBackground: true,
      generateTaggedPDF: options.tagged ?? false,
      generateDocumentOutline: false,
      transferMode: 'ReturnAsBase64',
    })
    const file = new Uint8Array(Buffer.from(data, 'base64'))
    if (options.date) setFileDates(file, options.date)
    return file
  }

  async #show(html: string) {
    const { exceptionDetails } = await this.#protocol.send('Runtime.callFunctionOn', {
      functionDeclaration: 'function (html) { return this(html) }',
      objectId: this.#showDocument,
      arguments: [{ value: html }],
      awaitPromise: true,
    })
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    }
  }

  /** The length of a receipt is measured at its width; the sheets of the others break by their own rules. */
  async #widen(width: number) {
    if (this.#width === width) return
    await this.#page.setViewport({ width, height: 100 })
    this.#width = width
  }

  async #enterShell() {
    await this.#page.goto(SHELL_URL, { waitUntil: 'load', timeout: 0 })
    const { result } = await this.#protocol.send('Runtime.evaluate', {
      expression: `(${SHOW_DOCUMENT})`,
    })
    this.#showDocument = result.objectId
  }

  close(): Promise<void> {
    return this.#page.close()
  }

  /** The roll is cut where the text ends. Sizes are inches, as the protocol wants them. */
  async #receiptPaper() {
    const { cssContentSize } = await this.#protocol.send('Page.getLayoutMetrics')
    return {
      paperWidth: 80 / 25.4,
      paperHeight: Math.ceil(cssContentSize.height + 1) / 96,
      marginTop: 0,
      marginRight: 0,
      marginBottom: 0,
      marginLeft: 0,
    }
  }

  /** A page that closes meanwhile leaves nobody to answer; that failure is the print's own. */
  #answer(requestId: string, url: string) {
    const answered =
      url === SHELL_URL
        ? this.#protocol.send('Fetch.fulfillRequest', {
            requestId,
            responseCode: 200,
            responseHeaders: [
              { name: 'content-type', value: 'text/html; charset=utf-8' },
              { name: 'content-security-policy', value: CONTENT_SECURITY_POLICY },
            ],
            body: shell(),
          })
        : url.startsWith('data:')
          ? this.#protocol.send('Fetch.continueRequest', { requestId })
          : this.#protocol.send('Fetch.failRequest', {
              requestId,
              errorReason: 'BlockedByClient',
            })
    answered.catch(() => {})
  }
}

/** Characters of a document after which a page is closed. */
const HEAVY = 1_500_000

let encoded: string | undefined
/** The empty page with the fonts, as the protocol wants it. */
const shell = () => (encoded ??= Buffer.from(shellWith(fontFaces())).toString('base64'))
