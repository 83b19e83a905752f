import { Edge } from 'edge.js'
import { formatDate } from '../dates/index.ts'
import { wordsOf, type Words } from '../lang/words.ts'
import { amountInWords, formatAmount, formatRupees } from '../money/index.ts'
import { fontFaces } from './fonts.ts'
import { linesOf, PLAIN_LOOK } from './looks/look.ts'
import { firstRoom, pageMargins, pageRules } from './page_rules.ts'
import { printedCells } from './printed_cells.ts'
import { qrDataUri } from './qr.ts'

/** What every document template may call. Amounts are integer paise, dates `YYYY-MM-DD`. */
const HELPERS = {
  /** `₹1,23,456.00` */
  rupees: formatRupees,
  /** `1,23,456.00` */
  amount: formatAmount,
  /** `Rupees Four Thousand Seven Hundred Forty-Seven Only` */
  amountInWords,
  /** `21-11-2026` */
  date: formatDate,
  qr: qrDataUri,
  fontFaces,
  firstRoom,
  linesOf,
  pageMargins,
  printedCells,
  pageRules,
}

/**
 * Edge templates of printed documents. The kernel's layout and components are the disk
 * `documents::`; each module mounts its own folder under its id. `{{ }}` escapes, and text that
 * comes in as data is never read as template.
 */
export class DocumentTemplates {
  readonly #edge: Edge

  constructor(options: { cache?: boolean } = {}) {
    this.#edge = Edge.create({ cache: options.cache ?? process.env.NODE_ENV === 'production' })
    this.#edge.mount('documents', new URL('./', import.meta.url))
    for (const [name, helper] of Object.entries(HELPERS)) this.#edge.global(name, helper)
  }

  /** Makes the templates of a folder available as `<id>::<name>`. */
  mount(id: string, folder: URL | string): this {
    this.#edge.mount(id, folder)
    return this
  }

  /**
   * One HTML document. Templates and components write their words by `say('key')` and `say.label('English')`;
   * `language` is that of `say`. The fonts are inside, unless `fonts` says where else they come from.
   */
  render(
    template: string,
    data: Record<string, unknown>,
    { say = wordsOf('en', 'kernel'), fonts = 'inside', shared }: RenderOptions = {}
  ): Promise<string> {
    return this.#edge
      .share({
        look: PLAIN_LOOK,
        issuer: null,
        room: null,
        ...shared,
        say,
        language: say.language,
        fonts,
      })
      .render(template, data)
  }
}

/** What a template is rendered with besides its data. */
export interface RenderOptions {
  say?: Words
  /** `printer`: the printing page holds them; `{ href }`: a style sheet that the screen fetches once. */
  fonts?: 'inside' | 'printer' | { href: string }
  /** What layout and components see as well, whatever the template hands on to them. */
  shared?: Record<string, unknown>
}

/** The templates of this process; the module registry mounts the folders of the installed modules. */
export const documentTemplates = new DocumentTemplates()
