import { DateTime } from 'luxon'
import { formatDate } from '../dates/index.ts'
import { asPaise, formatRupees } from '../money/index.ts'
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
}

/**
 * A stored value as people read it; `null` for nothing. Money in rupees (bigint columns of modules are paise), dates
 * as DD-MM-YYYY, instants in the organisation's zone, ids by name, JSON compact.
 */
export function valueText(
  column: string,
  { type, references }: AuditedColumn,
  value: unknown,
  words: ValueWords
): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) {
    const each: AuditedColumn = { type: type.replace('[]', ''), references: arrayTarget(column) }
    const parts = value.map((item) => valueText(column, each, item, words) ?? '–')
    return parts.length > 0 ? cut(parts.join(', ')) : null
  }
  if (typeof value === 'object') return cut(objectText(value)) || null
  const text = String(value)
  if (references) return words.nameOf(references, text) ?? text
  if (type === 'bigint' && !COUNTS.test(column)) return formatRupees(asPaise(text))
  if (type === 'date') return formatDate(text)
  if (type.startsWith('timestamp')) return instantText(text, words.zone)
  // A word of a fixed choice, such as `awaiting_approval`
  if (/^[a-z]+(_[a-z]+)+$/.test(text)) return text.replaceAll('_', ' ')
  return cut(text)
}

/** `City: Pune · State: Maharashtra`; what holds further objects stays JSON. */
function objectText(value: object): string {
  const parts = Object.entries(value).filter(([, part]) => part !== null && part !== '')
  if (parts.some(([, part]) => typeof part === 'object')) return JSON.stringify(value)
  return parts.map(([name, part]) => `${phrase(snakeCase(name))}: ${String(part)}`).join(' · ')
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
