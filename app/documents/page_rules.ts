import type { Language } from '../lang/declaration.ts'
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

/** The `@page` rules for one set of options; the running texts are plain text and come out escaped. */
export function pageRules(options: PdfOptions): string {
  if (options.format === 'receipt-80mm') return '@page{margin:0}'
  const size = `${options.format ?? 'A4'}${options.landscape ? ' landscape' : ''}`
  const margin = options.format === 'A5' ? '10mm 10mm 13mm' : '14mm 14mm 16mm'
  const boxes = [
    box('top-left', options.header && cssString(options.header)),
    box('bottom-left', options.footer && cssString(options.footer)),
    box('bottom-right', options.pageNumbers && PAGE_NUMBERS[options.language ?? 'en']),
  ]
  return `@page{size:${size};margin:${margin};${boxes.join('')}}`
}

const PAGE_NUMBERS: Record<Language, string> = {
  en: '"Page " counter(page) " of " counter(pages)',
  hi: '"\\92A\\947\\91C  " counter(page) " / " counter(pages)',
}

const RUNNING_TEXT =
  'font:400 7.5pt/1.3 "Inter","Noto Sans Devanagari",sans-serif;color:#71717a;vertical-align:middle'

function box(place: string, content: string | false | undefined): string {
  if (!content) return ''
  return `@${place}{content:${content};${RUNNING_TEXT};white-space:nowrap}`
}

/** A CSS string literal that no character can end; everything unusual becomes a code point escape. */
function cssString(text: string): string {
  const escaped = text.replace(/[^A-Za-z0-9 .,:/-]/gu, (char) => {
    return `\\${char.codePointAt(0)!.toString(16)} `
  })
  return `"${escaped}"`
}

const insert = (text: string, at: number, part: string) => text.slice(0, at) + part + text.slice(at)
