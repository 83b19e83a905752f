import { anywhere, beginningWith, compactCode, matchingIds, type Query } from './matches.ts'
import type { Unit } from '../tenancy/unit.ts'

/** Shortest part of a code of another table that is looked for: fewer signs fit too many. */
const SHORTEST_CODE = 4

/** Another record by whose code rows are found, such as the vehicle of a job card by its plate. */
export interface CodeOf {
  /** Column of the searched rows with its id. */
  column: string
  table: string
  /** Column of that table; letters and digits, upper case. */
  code: string
}

/**
 * Ids of rows whose number fits, or the code of the record they belong to: numbers and codes that begin with the text
 * first, then those with the text anywhere, the newest first.
 */
export function numberedIds(
  unit: Unit,
  {
    rows,
    text,
    limit,
    codeOf,
    numbers = ['number'],
  }: {
    /** Rows the reader may see, with `id` and `created_at`; a new query at each call. */
    rows: () => Query
    text: string
    limit: number
    codeOf: CodeOf
    /** Columns with numbers; beginnings are looked for in the first one. */
    numbers?: [string, ...string[]]
  }
): Promise<string[]> {
  const number = text.toUpperCase()
  const compact = compactCode(text)
  const code = compact && compact.length >= SHORTEST_CODE ? compact : null
  const owners = () => unit.from(codeOf.table).select('id').limit(20)
  const beginning = beginningWith(rows(), numbers[0], number)
  const byCode = (wanted: string) =>
    rows().whereIn(codeOf.column, beginningWith(owners(), codeOf.code, wanted))
  const within = rows().where((either) => {
    for (const column of numbers) either.orWhereLike(column, anywhere(number))
    if (code) {
      const fitting = owners().whereLike(codeOf.code, anywhere(code))
      either.orWhereIn(codeOf.column, fitting)
    }
  })
  return matchingIds(unit, [beginning, ...(code ? [byCode(code)] : []), within], limit)
}
