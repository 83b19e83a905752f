import { languageOf } from '../lang/translate.ts'
import type { Language } from '../lang/declaration.ts'
import { wordsOf } from '../lang/words.ts'
import type { Scope } from '../tenancy/scope.ts'
import { letterheadHref, letterheadOf, roomOf, type Letterhead } from './letterheads/letterhead.ts'
import { documentLook } from './looks/document_look.ts'
import { PLAIN_LOOK, type DocumentLook } from './looks/look.ts'
import { ensurePrintable } from './ensure_printable.ts'
import type { PaperRoom } from './page_rules.ts'
import { renderPdf } from './pdf.ts'
import type { PrintedOrganisation } from './print_types.ts'
import { documentTemplates, type RenderOptions } from './templates.ts'
import type { PaperFormat } from './types.ts'

/** What a template is given. */
export type DocumentData = Record<string, unknown>

/** A document that a module can print of one of its records. */
export interface DocumentDefinition<Data extends DocumentData = DocumentData> {
  /** Prefixed by the module: `invoicing.invoice`. */
  id: string
  /** What people call it: `Tax invoice`. */
  title: string
  /** Edge template in the module's `documents/` folder: `invoicing::invoice`. */
  template: string
  /**
   * Table of the records it is printed of: `invoicing_invoices`. The kernel holds readers to the rule of that record,
   * and offers the document where such a record is shown.
   */
  record?: string
  /** Permission of the reader. */
  permission: string
  /** A4 unless said otherwise. */
  format?: PaperFormat
  /** Further papers that it can be printed on. */
  formats?: readonly PaperFormat[]
  /**
   * The language of whom the record is for, such as that of its customer. Left out, or `null`: the one in which the
   * organisation speaks to its customers. Runs in a read unit of the scope.
   */
  language?(scope: Scope, id: string): Promise<Language | null>
  /** Reads everything the template needs, its words in the language; runs in a read unit of the scope. */
  load(scope: Scope, id: string, language: Language): Promise<Data>
}

/** How one document is printed. */
export interface PrintChoice {
  /** English unless said otherwise; `printRecord` finds out. */
  language?: Language
  /** One of the papers of the document. */
  format?: PaperFormat
  /** How the papers of the organisation look: `documentLook(scope)`. `printRecord` finds out. */
  look?: DocumentLook
  /** What it is laid over, with `branchId` of the organisation in its data. `printRecord` finds out. */
  letterhead?: Letterhead | null
  /** Address of a style sheet with the fonts, for a page that is only looked at. Printing needs them inside. */
  fontsHref?: string
}

/** The language a document of a record is written in, when nobody chose another. */
export async function documentLanguage(
  scope: Scope,
  { language }: Pick<DocumentDefinition, 'language'>,
  id: string
): Promise<Language> {
  const own = language && (await scope.read(() => language(scope, id)))
  return own ?? languageOf(scope)
}

/** The document as one HTML file with its fonts: the definition's own facts are `document` in the template. */
export function documentHtml<Data extends DocumentData>(
  definition: DocumentDefinition<Data>,
  data: Data,
  choice: PrintChoice = {}
): Promise<string> {
  const { fontsHref } = choice
  return htmlOf(definition, data, choice, fontsHref ? { href: fontsHref } : 'inside')
}

async function htmlOf(
  definition: Omit<DocumentDefinition, 'load'>,
  data: DocumentData,
  choice: PrintChoice,
  fonts: RenderOptions['fonts']
): Promise<string> {
  ensurePrintable(data)
  const { id } = definition
  const { look = PLAIN_LOOK } = choice
  const format = paperOf(definition, choice)
  const say = wordsOf(choice.language ?? 'en', id.split('.')[0]!)
  const document = { id, title: say.label(definition.title), format }
  const letterhead = format === 'receipt-80mm' ? null : choice.letterhead
  const shared = {
    look,
    paper: format,
    margins: look.papers[id]?.margins,
    issuer: data.organisation,
    room: format === 'receipt-80mm' ? null : paperRoom(choice, format),
    // What is printed has it laid under afterwards
    laidUnder: letterhead && choice.fontsHref ? letterheadHref(letterhead) : null,
  }
  return documentTemplates.render(
    definition.template,
    { ...data, document },
    { say, fonts, shared }
  )
}

/** What the sheets carry already, printed beforehand or laid under. */
function paperRoom({ letterhead, look }: PrintChoice, format: PaperFormat): PaperRoom | null {
  if (letterhead) return roomOf(letterhead, format)
  const top = look?.preprintedTop
  return top ? { first: top, next: look.header === 'all' ? top : 0, foot: 0 } : null
}

/**
 * The letterhead of the branch that issues a paper; `null` where it has none, or the paper names no branch.
 */
export async function letterheadFor(scope: Scope, data: DocumentData): Promise<Letterhead | null> {
  const { branchId } = (data.organisation ?? {}) as Partial<PrintedOrganisation>
  return branchId ? letterheadOf(scope, branchId) : null
}

/**
 * The document as a PDF file. `date` of the data, `YYYY-MM-DD`, is the date of the file: the same document is the same
 * bytes whenever it is printed. Call it outside `scope.work`: printing takes longer than a transaction should.
 *
 * @throws PdfFailedError, PdfBusyError, PdfTooLargeError, BrowserMissingError
 */
export async function renderDocument<Data extends DocumentData>(
  definition: DocumentDefinition<Data>,
  data: Data,
  choice: PrintChoice = {}
): Promise<Uint8Array> {
  const html = await htmlOf(definition, data, choice, 'printer')
  const { date } = data as { date?: unknown }
  const format = paperOf(definition, choice)
  const file = await renderPdf(html, {
    format,
    language: choice.language,
    tagged: choice.look?.tagged,
    date: typeof date === 'string' && DATE.test(date) ? `${date}T00:00:00Z` : undefined,
  })
  if (!choice.letterhead || format === 'receipt-80mm') return file
  // The library takes a tenth of a second to load; most organisations have no letterhead of their own
  const { layUnder } = await import('./letterheads/lay_under.ts')
  return layUnder(file, choice.letterhead)
}

const DATE = /^\d{4}-\d{2}-\d{2}$/

/**
 * Prints a document of a record, in the language of whom it is for unless another one is chosen. The file is named
 * after `number` of what `load` answers; `title` replaces that of the definition. Call it outside `scope.work`.
 *
 * @throws whatever `load` throws, PdfFailedError, PdfBusyError, PdfTooLargeError, BrowserMissingError
 */
export async function printRecord<Data extends DocumentData>(
  scope: Scope,
  definition: DocumentDefinition<Data>,
  id: string,
  choice: PrintChoice = {}
): Promise<{ name: string; content: Uint8Array; data: Data }> {
  const language = choice.language ?? (await documentLanguage(scope, definition, id))
  const look = choice.look ?? (await documentLook(scope))
  const data = await scope.read(() => definition.load(scope, id, language))
  const letterhead = choice.letterhead ?? (await letterheadFor(scope, data))
  const { title, number } = data as { title?: unknown; number?: unknown }
  const named = typeof title === 'string' ? { ...definition, title } : definition
  const name = typeof number === 'string' && number ? number : definition.title
  return {
    name: `${name.replaceAll('/', '-')}.pdf`,
    content: await renderDocument(named, data, { ...choice, language, look, letterhead }),
    data,
  }
}

/** The papers of a document, its own first. */
export function papersOf({ format = 'A4', formats = [] }: Partial<DocumentDefinition>) {
  return [format, ...formats.filter((each) => each !== format)]
}

/** The paper that was chosen for this print, or by the organisation for all of the document, where it has that one. */
function paperOf(
  definition: Partial<DocumentDefinition>,
  { format, look }: PrintChoice
): PaperFormat {
  const papers = papersOf(definition)
  const wanted = format ?? look?.papers[definition.id ?? '']?.format
  return papers.find((each) => each === wanted) ?? papers[0]!
}
