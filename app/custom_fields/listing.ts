import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import { RuleError } from '../errors.ts'
import { readField } from '../fields/read_field.ts'
import type { ListFilter } from '../http/page_types.ts'
import type { CustomField } from './declaration.ts'

// A condition is added; the shape of the rows does not matter here.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Query = DatabaseQueryBuilderContract<any>

/** The custom fields of the rows of a list. */
export interface CustomListing {
  /** Table of the rows, and its name in the query. */
  table: string
  alias: string
  fields: CustomField[]
}

/** What a filter is asked for to find rows without a value. */
export const EMPTY = '-'
const PREFIX = 'custom.'
const RANGES = new Set(['integer', 'number', 'money', 'date'])
const SEARCHED = new Set(['text', 'email', 'phone', 'url'])
/** Longer values are not looked for; see migration 0026. */
const LONGEST = 200

const filtered = ({ fields }: CustomListing) => fields.filter(({ filterable }) => filterable)

/** Keys of the filters: `custom.fleet_number`. */
export function customFilterKeys(listing: CustomListing): string[] {
  return filtered(listing).map(({ key }) => `${PREFIX}${key}`)
}

/** The same as the filter bar shows them. Kinds without choices are typed in. */
export function customFilters(listing: CustomListing): ListFilter[] {
  return filtered(listing).map((field) => {
    const { key, label, kind, options = [], archivedOptions } = field
    const filter = { key: `${PREFIX}${key}`, label }
    const empty = { value: EMPTY, label: 'Not filled in' }
    if (kind === 'switch') {
      const choices = [
        { value: 'true', label: 'Yes' },
        { value: 'false', label: 'No' },
      ]
      return { ...filter, options: [...choices, empty] }
    }
    if (kind === 'choice') return { ...filter, options: [...options, ...archivedOptions, empty] }
    const { required: _, help: __, ...input } = field
    return { ...filter, options: [], input, range: RANGES.has(kind) }
  })
}

/**
 * Narrows a list by a custom field: `value` exactly, `from..to` of numbers and dates (either end may be missing), `-`
 * for rows without a value.
 *
 * @returns `false` when the key names no filter of the list
 * @throws RuleError naming the parameter when the value does not fit the field
 */
export function applyCustomFilter(
  query: Query,
  listing: CustomListing,
  key: string,
  value: string
): boolean {
  const field = filtered(listing).find((each) => `${PREFIX}${each.key}` === key)
  if (!field) return false
  const { alias, table } = listing
  if (value === EMPTY) query.whereRaw(`not jsonb_exists(${alias}.custom, ?)`, [field.key])
  else if (RANGES.has(field.kind) && value.includes('..')) {
    for (const { sign, end } of endsOf(field, value)) {
      query.whereRaw(`${comparable(alias, field)} ${sign} ?`, [field.key, end])
    }
  } else {
    // Equality of texts is leakproof, so the index of `custom_values` serves it under row-level security.
    query.whereRaw(
      `exists (select 1 from custom_values cv
        where cv.organisation_id = ${alias}.organisation_id and cv.row_id = ${alias}.id
          and cv.table_name = ? and cv.key = ? and cv.value = ?)`,
      [table, field.key, textOf(field, value)]
    )
  }
  return true
}

/** Adds what the search finds in filterable texts to the other conditions of the search. */
export function orInCustom(either: Query, listing: CustomListing, term: string) {
  const pattern = `%${term.replace(/[\\%_]/g, '\\$&')}%`
  for (const key of searchedKeys(listing)) {
    either.orWhereRaw(`${listing.alias}.custom ->> ? ilike ?`, [key, pattern])
  }
}

/** Fields that the search looks into. */
export function searchedKeys(listing: CustomListing): string[] {
  return filtered(listing)
    .filter(({ kind }) => SEARCHED.has(kind))
    .map(({ key }) => key)
}

/** Both ends of `from..to` that are there. */
function endsOf(field: CustomField, value: string) {
  const [from, to] = value.split('..', 2)
  return [
    { sign: '>=', end: from },
    { sign: '<=', end: to },
  ]
    .filter(({ end }) => end !== '')
    .map(({ sign, end }) => ({ sign, end: textOf(field, end) }))
}

/** The value of a row as SQL compares it: dates as their text, numbers as such; binds the key. */
function comparable(alias: string, { kind }: CustomField): string {
  return `(${alias}.custom ->> ?)${kind === 'date' ? '' : '::numeric'}`
}

/** A value as the index has it. */
function textOf(field: CustomField, value: string): string {
  const options = [...(field.options ?? []), ...field.archivedOptions]
  // Limits may be newer than the values: they do not say what can be looked for.
  const { min: _, max: __, pattern: ___, ...loose } = field
  const reading = readField({ ...loose, ...(field.kind === 'choice' && { options }) }, value)
  const problem =
    'problem' in reading
      ? reading.problem
      : String(reading.value).length > LONGEST
        ? `At most ${LONGEST} characters can be looked for.`
        : null
  if (problem === null && 'value' in reading) return String(reading.value)
  throw new RuleError('E_LIST_PARAMETER', `"${field.label}" cannot be looked for so. ${problem}`, {
    field: `${PREFIX}${field.key}`,
    next: 'Correct the value, or send "-" for records without one.',
  })
}
