import { sound } from './sound.ts'

/** Longer words are cut; nobody types them. */
const LONGEST = 40

/** Marks that say how letters are drawn, not which: joiners, soft hyphen, byte order mark. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFEFF]/gu

/**
 * A text as it is compared: lower case, without accents, with Devanagari in one spelling (without nukta and joiners,
 * candrabindu as anusvara).
 */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(INVISIBLE, '')
    .replace(/[\u0300-\u036F\u093C]/gu, '')
    .replaceAll('\u0901', '\u0902')
    .normalize('NFC')
    .toLowerCase()
}

/** The words of a text, as they are compared; each once, in their order. */
export function wordsOf(text: string): string[] {
  const found = plain(text).match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? []
  return [...new Set(found.map((word) => [...word].slice(0, LONGEST).join('')))]
}

/** A text without anything between its letters and digits: `Raj Kumar` → `rajkumar`, `MH 12 AB 1234` → `mh12ab1234`. */
export function compact(text: string): string {
  return plain(text).replace(/[^\p{L}\p{M}\p{N}]/gu, '')
}

/** How a word sounds, where that says more than its letters; `null` for numbers and codes. */
export function soundOf(word: string): string | null {
  return /\p{N}/u.test(word) ? null : sound(word)
}

/**
 * The digits of a phone number as people know it: the last ten, without `+91` or `0` before; `null` when the text is
 * none, or not even a part of one (four digits).
 */
export function phoneDigits(text: string): string | null {
  if (!/^\s*[+(]?[\d\s()./-]+$/.test(text)) return null
  let digits = text.replace(/\D/g, '')
  if (/^\s*\+\s*91/.test(text)) digits = digits.slice(2)
  if (digits.length > 10 && /^0+91/.test(digits)) digits = digits.replace(/^0+91/, '')
  if (digits.length > 10 && digits.startsWith('91')) digits = digits.slice(2)
  if (/^0[6-9]/.test(digits)) digits = digits.slice(1)
  return digits.length >= 4 ? digits.slice(-10) : null
}
