import type { FieldDeclaration } from '../fields/declaration.ts'
import type { ImportRow } from './importer.ts'
import type { Mapping } from './mapping.ts'
import { readCell, saysNothing } from './read_cell.ts'

/** What is wrong in a row of a file. `row` is its number as a spreadsheet shows it. */
export interface RowProblem {
  row: number
  /** Key of the column; `null` when it is about the row as a whole. */
  key: string | null
  /** Label of the column. */
  column: string | null
  /** What stood there. */
  value: string | null
  reason: string
  /** The sentences of `reason` where it is put together, so that each is said in the language of the reader. */
  sentences?: Sentence[]
  /** Another row or record has the same value where each needs its own: no value is right for all of them. */
  double?: true
}

/** A sentence that source declares in English, with the values of its places. */
export interface Sentence {
  text: string
  values?: Record<string, string | number>
}

/** The values of a row by its columns, and what is wrong with them. */
export function readRow(
  cells: readonly string[],
  row: number,
  columns: readonly FieldDeclaration[],
  mapping: Mapping
): { values: ImportRow; problems: RowProblem[] } {
  const values: ImportRow = {}
  const problems: RowProblem[] = []
  for (const column of columns) {
    const { key, label } = column
    const place = mapping[key]
    const value = place === null || place === undefined ? null : (cells[place] ?? '')
    if (value === null || saysNothing(column, value)) {
      if (!column.required) continue
      problems.push({ row, key, column: label, value, reason: 'This is missing.' })
      continue
    }
    const reading = readCell(column, value)
    if ('problem' in reading) {
      problems.push({ row, key, column: label, value, reason: reading.problem })
    } else {
      values[key] = reading.value
    }
  }
  return { values, problems }
}
