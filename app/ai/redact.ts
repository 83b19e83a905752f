import { plain as comparable, soundOf } from '../search/words.ts'

/** Kinds of personal data that never leave for a language model, as they stand in the placeholder. */
export type PersonalKind =
  | 'EMAIL'
  | 'UPI'
  | 'GSTIN'
  | 'PAN'
  | 'VIN'
  | 'IFSC'
  | 'PLATE'
  | 'PHONE'
  | 'AADHAAR'
  | 'ACCOUNT'
  | 'NAME'
  | 'ADDRESS'

/** Something personal that only the caller knows: the name of a customer, the address of a vehicle's owner. */
export interface KnownPersonal {
  kind: 'NAME' | 'ADDRESS'
  value: string
}

/** A text without personal data, and what stood there. */
export interface Redacted {
  text: string
  /** Placeholder such as `[PHONE_1]` to what it stands for. */
  values: ReadonlyMap<string, string>
}

/**
 * Forms of Indian personal data, most telling first: what one has taken, the next does not see. Sources: GSTIN, CGST
 * Rules 2017, rule 10; PAN, Income-tax Rules, rule 114; IFSC, RBI; registration plates, Central Motor Vehicles Rules,
 * rules 50 and 51A (BH series); VIN, AIS-065; Aadhaar, UIDAI (twelve digits, first 2 to 9); mobile numbers, National
 * Numbering Plan (ten digits, first 6 to 9), in whatever groups; the local part of an address, RFC 5321, section
 * 4.5.3.1.1 (64 signs). Every repetition has an end, so that a long text costs as much time as it has signs.
 */
const FORMS: readonly [PersonalKind, RegExp][] = [
  ['EMAIL', /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu],
  ['UPI', /[A-Z0-9._-]{2,64}@[A-Z]{2,}/g],
  ['GSTIN', /(?<![A-Z0-9])\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z](?![A-Z0-9])/g],
  ['VIN', /(?<![A-Z0-9])(?=[A-Z]*\d)(?=\d*[A-Z])[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])/g],
  ['PAN', /(?<![A-Z0-9])[A-Z]{5}\d{4}[A-Z](?![A-Z0-9])/g],
  ['IFSC', /(?<![A-Z0-9])[A-Z]{4}0[A-Z0-9]{6}(?![A-Z0-9])/g],
  ['PLATE', /(?<![A-Z0-9])\d{2}[ -]?BH[ -]?\d{4}[ -]?[A-Z]{1,2}(?![A-Z0-9])/g],
  ['PLATE', /(?<![A-Z0-9])[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}(?![A-Z0-9])/g],
  [
    'PHONE',
    /(?<![A-Z0-9])(?:(?:\((?:\+|00)?91\)|(?:\+|00)?91)[ .-]{0,3}|0)?(?:\([6-9]\d{4}\)[ -]{0,3}\d{5}|[6-9](?:[ -]{0,3}\d){9}|[6-9]\d{4}\.\d{5}|[6-9]\d{2}\.\d{3}\.\d{4}|[6-9]\d(?:\.\d{2}){4})(?!\d)/g,
  ],
  ['PHONE', /\+\d[\d -]{6,16}\d/g],
  ['AADHAAR', /(?<![A-Z0-9])[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}(?!\d)/g],
  ['ACCOUNT', /(?<![A-Z0-9])\d{9,18}(?!\d)/g],
]

/** The zeros of the scripts of India, and of Arabic; nine digits follow each. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66]

/**
 * Digits of other scripts as ASCII, letters in upper case, blanks and hyphens of every kind as the plain ones; sign by
 * sign, so that places stay what they are.
 */
function plain(text: string): string {
  return text.replace(/[a-z\uff01-\uff5e\p{Zs}\p{Pd}\p{Nd}]/gu, (sign) => {
    if (sign.length > 1) return sign
    const code = sign.charCodeAt(0)
    const zero = ZEROS.find((first) => code >= first && code <= first + 9)
    if (zero !== undefined) return String(code - zero)
    if (/\p{Pd}/u.test(sign)) return '-'
    return sign.normalize('NFKC').toUpperCase()
  })
}

interface Span {
  kind: PersonalKind
  from: number
  to: number
}

/**
 * Takes personal data out of a text and puts placeholders there, the same for the same value, so that a model can still
 * tell them apart. What is found is what has the form of such data, and what the caller knows: of names also each word
 * alone, and as it sounds in the other script.
 */
export function redact(text: string, known: readonly KnownPersonal[] = []): Redacted {
  const spans: Span[] = []
  let rest = plain(text)
  const take = (kind: PersonalKind, form: RegExp, isMeant = (_found: string) => true) => {
    rest = rest.replace(form, (found: string, from: number) => {
      if (!isMeant(found)) return found
      spans.push({ kind, from, to: from + found.length })
      return '\0'.repeat(found.length)
    })
  }
  const all = [...known, ...partsOf(known)]
  for (const { kind, value } of all.sort((a, b) => b.value.length - a.value.length)) {
    take(kind, literally(value))
  }
  const sounds = new Set(all.flatMap(({ kind, value }) => (kind === 'NAME' ? soundsOf(value) : [])))
  if (sounds.size > 0) {
    take('NAME', WORD, (word) => soundsOf(word).some((sound) => sounds.has(sound)))
  }
  for (const [kind, form] of FORMS) take(kind, form)
  return replaced(text, spans)
}

/** Shorter names would hit half of all words. */
const SHORTEST = 3
/** Shorter sounds would. */
const SHORTEST_SOUND = 4

const WORD = /\p{L}[\p{L}\p{M}]*/gu

/** The words of names: who is `Asha Rao` in the books is Asha in a complaint. */
function partsOf(known: readonly KnownPersonal[]): KnownPersonal[] {
  return known.flatMap(({ kind, value }) => {
    const words = kind === 'NAME' ? value.trim().split(/\s+/u) : []
    return words.length > 1 ? words.map((word) => ({ kind, value: word })) : []
  })
}

/** How one word sounds, the same in both scripts. */
function soundsOf(word: string): string[] {
  const sound = soundOf(comparable(word))
  return sound !== null && sound.length >= SHORTEST_SOUND ? [sound] : []
}

/** The value as a word of its own, however it is spaced. */
function literally(value: string): RegExp {
  const words = plain(value.trim()).split(/\s+/u).filter(Boolean)
  if (words.join('').length < SHORTEST) return /(?!)/g
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(
    `(?<![\\p{L}\\p{M}\\p{N}])${escaped.join('\\s+')}(?![\\p{L}\\p{M}\\p{N}])`,
    'gu'
  )
}

const PLACEHOLDER = /\[[A-Z]+_\d+\]/g

function replaced(text: string, spans: Span[]): Redacted {
  const placeholders = new Map<string, string>()
  const values = new Map<string, string>()
  const counts = new Map<PersonalKind, number>()
  const written = new Set(text.match(PLACEHOLDER))
  let result = ''
  let at = 0
  for (const { kind, from, to } of spans.sort((a, b) => a.from - b.from)) {
    const value = text.slice(from, to)
    const key = `${kind}:${plain(value).replace(/[\s().-]/gu, '')}`
    let placeholder = placeholders.get(key)
    while (!placeholder) {
      const number = (counts.get(kind) ?? 0) + 1
      counts.set(kind, number)
      // A text may hold the very sign by chance or by intent
      const next = `[${kind}_${number}]`
      if (!written.has(next)) placeholder = next
    }
    placeholders.set(key, placeholder)
    values.set(placeholder, values.get(placeholder) ?? value)
    result += text.slice(at, from) + placeholder
    at = to
  }
  return { text: result + text.slice(at), values }
}

/** Puts back what the placeholders stand for, in a text or in all texts of a structured answer. */
export function restore<T>(answer: T, values: Redacted['values']): T {
  return mapped(answer, values) as T
}

function mapped(value: unknown, values: Redacted['values']): unknown {
  if (typeof value === 'string') {
    return value.replace(PLACEHOLDER, (placeholder) => values.get(placeholder) ?? placeholder)
  }
  if (Array.isArray(value)) return value.map((each) => mapped(each, values))
  if (value && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, mapped(each, values)])
    )
  }
  return value
}

/** How many different values of each kind were taken out. */
export function countsOf({ values }: Redacted): Partial<Record<PersonalKind, number>> {
  const counts: Partial<Record<PersonalKind, number>> = {}
  for (const placeholder of values.keys()) {
    const kind = placeholder.slice(1, placeholder.lastIndexOf('_')) as PersonalKind
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}
