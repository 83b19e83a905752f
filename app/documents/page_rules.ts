import type { Language } from '../lang/declaration.ts'
import type { Margins } from './looks/look.ts'
import type { PdfOptions } from './types.ts'

/**
 * The document with paper size, margins and running texts as `@page` rules at the beginning of its
 * head, where the document's own rules still win.
 */
export function withPageRules(html: string, options: PdfOptions): string {
  const style = `<style>${pageRules(options)}</style>`
  const head = /<head(\s[^>]*)?>/i.exec(html)
  if (head) return insert(html, head.index + head[0].length, style)
  const doctype = /^\s*<!doctype[^>]*>/i.exec(html)
  return insert(html, doctype ? doctype[0].length : 0, style)
}

/** What an organisation chose of its pages, besides the options of one print. */
export interface PageOptions extends PdfOptions {
  margins?: Margins
  /** Lines in the bottom margin of every page, above the running text. */
  lines?: readonly string[]
  /** Millimetres that stay empty at the top of every page. */
  top?: number | null
}

/** Millimetres of a page: top, side, bottom. */
const PAGE_MARGINS: Record<Margins, [number, number, number]> = {
  narrow: [8, 8, 12],
  normal: [14, 14, 16],
  wide: [20, 22, 20],
}
const A5_MARGINS: typeof PAGE_MARGINS = {
  narrow: [7, 7, 11],
  normal: [10, 10, 13],
  wide: [14, 15, 15],
}
/** Height of a line of running text. */
const LINE = 3.5

/** Margins of the pages in millimetres: top, side, bottom. A roll has none. */
export function pageMargins(options: PageOptions): [number, number, number] {
  if (options.format === 'receipt-80mm') return [0, 0, 0]
  const all = options.format === 'A5' ? A5_MARGINS : PAGE_MARGINS
  const [top, side, bottom] = all[options.margins ?? 'normal']
  const lines = options.lines?.length ?? 0
  return [Math.max(top, options.top ?? 0), side, bottom + lines * LINE]
}

/** The `@page` rules for one set of options; the running texts are plain text and come out escaped. */
export function pageRules(options: PageOptions): string {
  if (options.format === 'receipt-80mm') return '@page{margin:0}'
  const size = `${options.format ?? 'A4'}${options.landscape ? ' landscape' : ''}`
  const [top, side, bottom] = pageMargins(options)
  const foot = [...(options.lines ?? []), ...(options.footer ? [options.footer] : [])]
  const boxes = [
    box('top-left', options.header && cssString(options.header)),
    box('bottom-left', foot.length > 0 && foot.map(cssString).join('"\\A "')),
    box('bottom-right', options.pageNumbers && PAGE_NUMBERS[options.language ?? 'en']),
  ]
  return `@page{size:${size};margin:${top}mm ${side}mm ${bottom}mm;${boxes.join('')}}`
}

const PAGE_NUMBERS: Record<Language, string> = {
  en: '"Page " counter(page) " of " counter(pages)',
  hi: '"\\92A\\947\\91C  " counter(page) " / " counter(pages)',
}

const RUNNING_TEXT =
  'font:400 7.5pt/1.3 "Inter","Noto Sans Devanagari",sans-serif;color:#71717a;vertical-align:middle'

function box(place: string, content: string | false | undefined): string {
  if (!content) return ''
  return `@${place}{content:${content};${RUNNING_TEXT};white-space:pre}`
}

/** A CSS string literal that no character can end; everything unusual becomes a code point escape. */
function cssString(text: string): string {
  const escaped = text.replace(/[^A-Za-z0-9 .,:/-]/gu, (char) => {
    return `\\${char.codePointAt(0)!.toString(16)} `
  })
  return `"${escaped}"`
}

const insert = (text: string, at: number, part: string) => text.slice(0, at) + part + text.slice(at)
