import type { PaperFormat } from '../types.ts'

/** Where the letterhead stands: on the first page, or repeated on each. */
export const HEADERS = ['first', 'all'] as const
export const LOGO_SIZES = ['none', 'small', 'medium', 'large'] as const
export const MARGINS = ['narrow', 'normal', 'wide'] as const

export type Margins = (typeof MARGINS)[number]

/** What an organisation chose for one of its documents. */
export interface PaperChoice {
  format?: PaperFormat
  margins?: Margins
}

/** How the papers of an organisation look. Texts are plain; lines are kept. */
export interface DocumentLook {
  /** `#1d4ed8`; `null` for the one of Karkhana. */
  accent: string | null
  header: (typeof HEADERS)[number]
  logoSize: (typeof LOGO_SIZES)[number]
  /** Under the name: what the organisation is, or its address on the web. */
  tagline: string | null
  /** In the bottom margin of every page. */
  footer: string | null
  /** Where to pay, at the end of an account. */
  bank: string | null
  /** On what conditions, at the end of an account. */
  terms: string | null
  /**
   * Millimetres that paper with a letterhead of its own needs at the top; name, address and logo are not printed then.
   * Registrations are, since not every such paper has them.
   */
  preprintedTop: number | null
  /** Marks headings, tables and order for screen readers. */
  tagged: boolean
  /** By the id of the document. */
  papers: Record<string, PaperChoice>
}

/** The papers of an organisation that chose nothing. */
export const PLAIN_LOOK: DocumentLook = {
  accent: null,
  header: 'first',
  logoSize: 'medium',
  tagline: null,
  footer: null,
  bank: null,
  terms: null,
  preprintedTop: null,
  tagged: false,
  papers: {},
}

/** Lines of a text that are printed. */
export function linesOf(text: string | null | undefined): string[] {
  return (text ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
}
