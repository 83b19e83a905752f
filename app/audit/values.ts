import { DateTime, Info } from 'luxon'
import { formatDate } from '../dates/index.ts'
import { asPaise, formatRupees } from '../money/index.ts'
import type { Language } from '../lang/declaration.ts'
import type { AuditedColumn } from './catalogue.ts'
import { phrase, snakeCase } from './words.ts'

/** Longest text of a value that is shown; what is longer ends with an ellipsis. */
const LONGEST = 500

/** Columns of type bigint that count something other than paise. */
const COUNTS = /^(last_number|seq|sequence|version|.*_bytes|.*_count)$/

export interface ValueWords {
  zone: string
  /** Name of the record an id points to, `null` when unknown. */
  nameOf: (table: string, id: string) => string | null
  /** What a reader calls it that is declared in English; the owner of the record has the texts, or the kernel. */
  say: (label: string) => string
  /** What a module, a table or a series of numbers is called whose name the value is; `null` for other values. */
  named: (column: string, value: string) => string | null
  language: Language
}

/** As source declares them, in English, and without names of what is installed. */
export const PLAIN: Pick<ValueWords, 'say' | 'named' | 'language'> = {
  say: (label) => label,
  named: () => null,
  language: 'en',
}

/**
 * A stored value as people read it; `null` for nothing. Money in rupees (bigint columns of modules are paise), dates
 * as DD-MM-YYYY, instants in the organisation's zone, ids by name, words of a fixed choice as the reader says them,
 * JSON compact.
 */
export function valueText(
  column: string,
  { type, references, choice }: AuditedColumn,
  value: unknown,
  words: ValueWords
): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return words.say(value ? 'Yes' : 'No')
  if (Array.isArray(value)) {
    const each = { type: type.replace('[]', ''), references: arrayTarget(column), choice }
    const parts = value.map((item) => valueText(column, each, item, words) ?? '–')
    return parts.length > 0 ? cut(parts.join(', ')) : null
  }
  if (typeof value === 'object') {
    return cut(hoursText(value, words) ?? objectText(value, words)) || null
  }
  const text = String(value)
  if (references) return words.nameOf(references, text) ?? text
  if (type === 'bigint' && !COUNTS.test(column)) return formatRupees(asPaise(text))
  if (type === 'date') return formatDate(text)
  if (type.startsWith('timestamp')) return instantText(text, words.zone)
  const named = words.named(column, text)
  if (named) return named
  // A word of a fixed choice, such as `awaiting_approval`
  if (isWord(text) && (choice || text.includes('_'))) {
    return words.say(phrase(text.replaceAll('-', '_')))
  }
  return cut(text)
}

const isWord = (text: string) => /^[a-z]+([_-][a-z]+)*$/.test(text)

/** Days of the week with spans of hours: `Mon 09:30–18:30 · Tue 09:30–13:00, 14:00–18:30`; `null` for other objects. */
function hoursText(value: object, { language }: ValueWords): string | null {
  const days = Object.entries(value) as [string, unknown][]
  if (days.length === 0 || !days.every(([day, spans]) => /^[1-7]$/.test(day) && isSpans(spans))) {
    return null
  }
  const names = Info.weekdays('short', { locale: `${language}-IN` })
  return days
    .map(([day, spans]): [string, string[][]] => [names[Number(day) - 1], spans as string[][]])
    .filter(([, spans]) => spans.length > 0)
    .map(([name, spans]) => `${name} ${spans.map((span) => span.join('–')).join(', ')}`)
    .join(' · ')
}

const isSpans = (value: unknown) =>
  Array.isArray(value) && value.every((span) => Array.isArray(span) && span.length === 2)

/** `City: Pune · State: Maharashtra`; what holds further objects stays JSON. */
function objectText(value: object, { say }: ValueWords): string {
  const parts = Object.entries(value).filter(([, part]) => part !== null && part !== '')
  if (parts.some(([, part]) => typeof part === 'object')) return JSON.stringify(value)
  const said = (part: unknown) =>
    typeof part === 'boolean' ? say(part ? 'Yes' : 'No') : String(part)
  return parts.map(([name, part]) => `${say(phrase(snakeCase(name)))}: ${said(part)}`).join(' · ')
}

/** Lists of ids have no foreign key; these are the ones there are. */
function arrayTarget(column: string): string | null {
  return column === 'branch_ids' ? 'branches' : null
}

/** An instant as `DD-MM-YYYY HH:mm:ss` in a zone. */
export function instantText(iso: string, zone: string): string {
  const instant = DateTime.fromISO(iso.replace(' ', 'T'), { zone: 'utc' }).setZone(zone)
  return instant.isValid ? instant.toFormat('dd-MM-yyyy HH:mm:ss') : iso
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
