import type { FieldDeclaration } from '../fields/declaration.ts'
import type { ImportColumn } from './importer.ts'

/** Column key to the place of its heading in the file, counted from 0; `null` is not imported. */
export type Mapping = Record<string, number | null>

/** Column key to the heading that a person chose for it last time. */
export type RememberedHeadings = Record<string, string>

/** Letters and digits of a heading, so that `Phone No.`, `phone_no` and `PHONE NO` are one. */
export const headingKey = (heading: string) =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '')

/**
 * For each column the heading that fits: the one chosen last time, its key, its label, what other programs call it.
 * Each heading serves once.
 */
export function autoMap(
  headings: readonly string[],
  columns: readonly ImportColumn[],
  remembered: RememberedHeadings = {}
): Mapping {
  const keys = headings.map(headingKey)
  const taken = new Set<number>()
  const take = (wanted: string | undefined) => {
    const place = wanted ? keys.findIndex((key, at) => key === wanted && !taken.has(at)) : -1
    if (place < 0) return null
    taken.add(place)
    return place
  }
  const mapping: Mapping = Object.fromEntries(columns.map(({ key }) => [key, null]))
  const ways = [
    ({ key }: FieldDeclaration) => remembered[key] && headingKey(remembered[key]),
    ({ key }: FieldDeclaration) => headingKey(key),
    ({ label }: FieldDeclaration) => headingKey(label),
  ]
  for (const way of ways) {
    for (const column of columns) mapping[column.key] ??= take(way(column) || undefined)
  }
  for (let at = 0; columns.some(({ synonyms }) => synonyms && at < synonyms.length); at++) {
    for (const { key, synonyms } of columns) {
      mapping[key] ??= take(synonyms?.[at] === undefined ? undefined : headingKey(synonyms[at]))
    }
  }
  // `Phone No.` and `GSTIN Number` are what is called Phone and GSTIN here
  for (const [at, key] of keys.entries()) keys[at] = key.replace(NUMBER, '')
  for (const column of columns) {
    mapping[column.key] ??= take(headingKey(column.label).replace(NUMBER, '') || undefined)
  }
  return mapping
}

const NUMBER = /(no|nr|num|number)$/

/** How many columns a line names: the line of the headings names most. */
export function headingScore(
  columns: readonly ImportColumn[],
  remembered: RememberedHeadings
): (cells: readonly string[]) => number {
  return (cells) =>
    Object.values(autoMap(cells, columns, remembered)).filter((place) => place !== null).length
}

/** The mapping that was asked for, with unknown columns and headings left out; each heading serves once. */
export function cleanMapping(
  wanted: Record<string, unknown>,
  columns: readonly FieldDeclaration[],
  headings: readonly string[]
): Mapping {
  const taken = new Set<number>()
  return Object.fromEntries(
    columns.map(({ key }): [string, number | null] => {
      const place = wanted[key]
      const free =
        typeof place === 'number' &&
        Number.isInteger(place) &&
        place >= 0 &&
        place < headings.length &&
        !taken.has(place)
      if (free) taken.add(place)
      return [key, free ? place : null]
    })
  )
}
