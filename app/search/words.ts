import { sound } from './sound.ts'

/** Longer words are cut; nobody types them. */
const LONGEST = 40

/** Marks that say how letters are drawn, not which: joiners, soft hyphen, byte order mark. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFEFF]/gu

/** Digits of Devanagari. */
const DIGITS = /[\u0966-\u096F]/gu

/**
 * A text as it is compared: lower case, without accents, digits as 0 to 9, with Devanagari in one spelling (without
 * nukta and joiners, candrabindu as anusvara).
 */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(INVISIBLE, '')
    .replace(/[\u0300-\u036F\u093C]/gu, '')
    .replaceAll('\u0901', '\u0902')
    .replace(DIGITS, (digit) => String(digit.charCodeAt(0) - 0x966))
    .normalize('NFC')
    .toLowerCase()
}

/** The words of a text, as they are compared; each once, in their order. */
export function wordsOf(text: string): string[] {
  const found = plain(text).match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? []
  return [...new Set(found.map((word) => [...word].slice(0, LONGEST).join('')))]
}

/** Words that are written together as often as apart are no longer than that. */
const LONGEST_JOINED = 10

/**
 * Other ways to write the words of a text, under which it is found as well: `xuv700` and `wagonr` of "XUV 700" and
 * "Wagon R", `700` of "XUV700", `dsouza` of "D'Souza", `42` of "00042", a mobile number without its blanks.
 */
export function otherWordsOf(text: string): string[] {
  const words = [...plain(text).matchAll(/([\p{L}\p{N}][\p{L}\p{M}\p{N}]*)[ '’./-]?/gu)]
  const found = words.flatMap(([all, word], at) => {
    const next = words[at + 1]
    const near = next && all.length > word.length && next.index === words[at].index + all.length
    return [...partsOf(word), ...(near && areOne(word, next[1]) ? [word + next[1]] : [])]
  })
  const phones = [...plain(text).matchAll(MOBILE)].flatMap(([phone]) => phoneDigits(phone) ?? [])
  return [...new Set([...found, ...phones])]
}

/** What of a word people type alone: its numbers, without zeros before them. */
function partsOf(word: string): string[] {
  const parts = word.match(/\p{N}+|[^\p{N}]+/gu) ?? []
  return parts.flatMap((part, at) => {
    if (!/^\p{N}/u.test(part)) return []
    const short = part.replace(/^0+(?=.)/u, '')
    return at > 0 ? [part, short] : short === part ? [] : [short]
  })
}

/** Whether two neighbours may be one word: one of them is a single letter, or a number beside letters. */
function areOne(one: string, other: string): boolean {
  if (one.length + other.length > LONGEST_JOINED) return false
  const single = /^\p{L}$/u
  const [number, beside] = [one, other].map((word) => /\p{N}/u.test(word))
  return single.test(one) || single.test(other) || number !== beside
}

/** A mobile number in whatever groups, with what people write before it. */
const MOBILE =
  /(?<![\p{L}\p{N}+])(?:(?:\+ ?|0{0,2})91[ -]?|0)?[6-9](?:[ .-]?\d){9}(?![\p{L}\p{N}])/gu

/** A text that was typed, the mobile numbers in it as one word each. */
export function withWholePhones(text: string): string {
  return plain(text).replace(MOBILE, (phone) => phoneDigits(phone) ?? phone)
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
export function phoneDigits(phone: string): string | null {
  const text = plain(phone).trim()
  if (!/^[+(]?[\d\s()./-]+$/.test(text)) return null
  let digits = text.replace(/\D/g, '')
  if (/^\+\s*91/.test(text)) digits = digits.slice(2)
  if (digits.length > 10 && /^0+91/.test(digits)) digits = digits.replace(/^0+91/, '')
  if (digits.length > 10 && digits.startsWith('91')) digits = digits.slice(2)
  if (/^0[6-9]/.test(digits)) digits = digits.slice(1)
  return digits.length >= 4 ? digits.slice(-10) : null
}
