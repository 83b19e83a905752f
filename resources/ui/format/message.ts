import type { Language, TextParams } from './texts.ts'

/** A piece of a message: words, the number a plural counts, or the place of a value. */
type Part = string | typeof COUNTED | Place

interface Place {
  name: string
  kind: 'plain' | 'number' | 'plural' | 'selectordinal' | 'select'
  offset: number
  /** Of plurals and selects: `one`, `other`, `=0`, … to what is written then. */
  cases: Record<string, Part[]>
}

const COUNTED = Symbol('#')
const KINDS = ['number', 'plural', 'selectordinal', 'select'] as const

/**
 * A message parsed once: fills values in. The part of ICU MessageFormat that texts of pages may use: `{name}`,
 * `{n, number}`, `plural`, `selectordinal`, `select`, `#`, `offset:`, and apostrophes that quote braces.
 */
export type Message = (params: TextParams) => string

/** Parses an ICU message for a locale. @throws SyntaxError when it is none, or uses what pages do not have */
export function parseMessage(locale: string, text: string): Message {
  const reader = new Reader(text)
  const parts = reader.parts(false)
  if (reader.at < text.length) throw reader.wrong('a brace closes what was not opened')
  return (params) => write(locale, parts, params, null)
}

/** Locale of numbers within the texts of a language. */
export const LOCALES: Record<Language, string> = { en: 'en-IN', hi: 'hi-IN' }

class Reader {
  at = 0
  constructor(private readonly text: string) {}

  wrong(reason: string): SyntaxError {
    return new SyntaxError(`${reason} (at ${this.at} of "${this.text}")`)
  }

  parts(counting: boolean): Part[] {
    const parts: Part[] = []
    let words = ''
    const add = (part: Part) => {
      if (words !== '') parts.push(words)
      words = ''
      parts.push(part)
    }
    while (this.at < this.text.length && this.text[this.at] !== '}') {
      const sign = this.text[this.at]
      if (sign === '{') add(this.place())
      else if (sign === '#' && counting) {
        this.at += 1
        add(COUNTED)
      } else words += sign === "'" ? this.quoted(counting) : this.text[this.at++]
    }
    if (words !== '') parts.push(words)
    return parts
  }

  /** `''` is an apostrophe; `'{…'` quotes up to the next one; any other apostrophe is itself. */
  private quoted(counting: boolean): string {
    const next = this.text[this.at + 1]
    if (next === "'") {
      this.at += 2
      return "'"
    }
    this.at += 1
    if (next !== '{' && next !== '}' && !(next === '#' && counting)) return "'"
    let words = ''
    while (this.at < this.text.length) {
      if (this.text[this.at] !== "'") words += this.text[this.at++]
      else if (this.text[this.at + 1] === "'") {
        words += "'"
        this.at += 2
      } else {
        this.at += 1
        break
      }
    }
    return words
  }

  private place(): Place {
    this.at += 1
    const name = this.word()
    if (name === '') throw this.wrong('a value has no name')
    if (this.take('}')) return { name, kind: 'plain', offset: 0, cases: {} }
    if (!this.take(',')) throw this.wrong(`"${name}" is not closed`)
    const kind = this.word() as Place['kind']
    if (!(KINDS as readonly string[]).includes(kind)) throw this.wrong(`"${kind}" is not known`)
    const place: Place = { name, kind, offset: 0, cases: {} }
    if (kind !== 'number') {
      if (!this.take(',')) throw this.wrong(`"${name}" has no cases`)
      this.cases(place)
    }
    if (!this.take('}')) throw this.wrong(`"${name}" is not closed`)
    return place
  }

  private cases(place: Place) {
    for (let key = this.word(); key !== ''; key = this.word()) {
      if (key.startsWith('offset:')) {
        place.offset = Number(key.slice(7) || this.word())
        continue
      }
      if (!this.take('{')) throw this.wrong(`the case "${key}" has no text`)
      place.cases[key] = this.parts(place.kind !== 'select')
      if (!this.take('}')) throw this.wrong(`the case "${key}" is not closed`)
    }
    if (!place.cases.other) throw this.wrong(`"${place.name}" has no case "other"`)
  }

  private word(): string {
    const [found, word] = /^\s*([^\s{},]*)\s*/.exec(this.text.slice(this.at))!
    this.at += found.length
    return word
  }

  private take(sign: string): boolean {
    if (this.text[this.at] !== sign) return false
    this.at += 1
    return true
  }
}

const numbers = new Map<string, Intl.NumberFormat>()
const rules = new Map<string, Intl.PluralRules>()

function numbered(locale: string, value: number): string {
  if (!numbers.has(locale)) numbers.set(locale, new Intl.NumberFormat(locale))
  return numbers.get(locale)!.format(value)
}

function caseOf(locale: string, place: Place, value: unknown): Part[] {
  if (place.kind === 'select') return place.cases[String(value)] ?? place.cases.other
  const exact = place.cases[`=${String(value)}`]
  if (exact) return exact
  const type = place.kind === 'plural' ? 'cardinal' : 'ordinal'
  const id = `${locale}:${type}`
  if (!rules.has(id)) rules.set(id, new Intl.PluralRules(locale, { type }))
  return place.cases[rules.get(id)!.select(Number(value) - place.offset)] ?? place.cases.other
}

function write(locale: string, parts: Part[], params: TextParams, count: number | null): string {
  let written = ''
  for (const part of parts) {
    if (typeof part === 'string') written += part
    else if (part === COUNTED) written += numbered(locale, count!)
    else {
      if (!(part.name in params)) throw new TypeError(`The value "${part.name}" was not given.`)
      const value = params[part.name]
      if (part.kind === 'plain') written += String(value ?? '')
      else if (part.kind === 'number') written += numbered(locale, Number(value))
      else {
        const counted = part.kind === 'select' ? count : Number(value) - part.offset
        written += write(locale, caseOf(locale, part, value), params, counted)
      }
    }
  }
  return written
}
