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
  /** What the paper itself carries, in whose place nothing is printed. */
  room?: PaperRoom | null
}

/** Millimetres that stay empty for a letterhead, printed beforehand or laid under. */
export interface PaperRoom {
  /** At the top of the first page. */
  first: number
  /** At the top of the others; the usual margin where it is larger. */
  next: number
  /** At the foot of all; running texts stand above. */
  foot: number
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
/** Between running text and the foot of a letterhead. */
const GAP = 2

/** Margins of the pages in millimetres: top, side, bottom. A roll has none. */
export function pageMargins(options: PageOptions): [number, number, number] {
  if (options.format === 'receipt-80mm') return [0, 0, 0]
  const all = options.format === 'A5' ? A5_MARGINS : PAGE_MARGINS
  const [top, side, bottom] = all[options.margins ?? 'normal']
  const lines = options.lines?.length ?? 0
  const { next = 0, foot = 0 } = options.room ?? {}
  const running = (lines + (options.footer || options.pageNumbers ? 1 : 0)) * LINE
  return [Math.max(top, next), side, Math.max(bottom + lines * LINE, foot && foot + running + GAP)]
}

/** Millimetres that the first page keeps free below its margin. */
export function firstRoom(options: PageOptions): number {
  return Math.max(0, (options.room?.first ?? 0) - pageMargins(options)[0])
}

/** The `@page` rules for one set of options; the running texts are plain text and come out escaped. */
export function pageRules(options: PageOptions): string {
  if (options.format === 'receipt-80mm') return '@page{margin:0}'
  const size = `${options.format ?? 'A4'}${options.landscape ? ' landscape' : ''}`
  const [top, side, bottom] = pageMargins(options)
  const foot = [...(options.lines ?? []), ...(options.footer ? [options.footer] : [])]
  const place = options.room?.foot ? 'top' : 'middle'
  const boxes = [
    box('top-left', options.header && cssString(options.header)),
    box('bottom-left', foot.length > 0 && foot.map(cssString).join('"\\A "'), place),
    box('bottom-right', options.pageNumbers && PAGE_NUMBERS[options.language ?? 'en'], place),
  ]
  return `@page{size:${size};margin:${top}mm ${side}mm ${bottom}mm;${boxes.join('')}}`
}

const PAGE_NUMBERS: Record<Language, string> = {
  en: '"Page " counter(page) " of " counter(pages)',
  hi: '"\\92A\\947\\91C  " counter(page) " / " counter(pages)',
}

const RUNNING_TEXT = 'font:400 7.5pt/1.3 "Inter","Noto Sans Devanagari",sans-serif;color:#71717a'

function box(place: string, content: string | false | undefined, align = 'middle'): string {
  if (!content) return ''
  return `@${place}{content:${content};${RUNNING_TEXT};vertical-align:${align};white-space:pre}`
}

/** A CSS string literal that no character can end; everything unusual becomes a code point escape. */
function cssString(text: string): string {
  const escaped = text.replace(/[^A-Za-z0-9 .,:/-]/gu, (char) => {
    return `\\${char.codePointAt(0)!.toString(16)} `
  })
  return `"${escaped}"`
}

const insert = (text: string, at: number, part: string) => text.slice(0, at) + part + text.slice(at)
