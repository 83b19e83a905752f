import { asPaise, formatAmount } from '../money/index.ts'
import type { PrintedColumn, PrintedRow } from './print_types.ts'

/** How a column of component `lines` writes the cell of a row. */
export interface PrintedCell {
  label: string
  /** CSS width, narrower on smaller paper. */
  width: string
  /** Class of the heading. */
  align: string
  className(row: PrintedRow): string
  text(row: PrintedRow): string | number
  note(row: PrintedRow): string | number | null | undefined
}

/** What component `lines` writes; templates of thousands of rows call it for each cell. */
export function printedCells(columns: readonly PrintedColumn[]): PrintedCell[] {
  return columns.map(({ key, label, kind = 'text', width }) => {
    const end = kind === 'amount' || kind === 'number'
    const name = end ? 'end' : kind
    const noteKey = `${key}Note`
    const isEmpty = (row: PrintedRow) => row[key] === null || row[key] === undefined
    return {
      label,
      width: width ? `calc(${width} * var(--column))` : 'auto',
      align: end ? 'end' : '',
      className: (row) => (isEmpty(row) ? `${name} empty` : name),
      text: (row) => {
        if (isEmpty(row)) return ''
        return kind === 'amount' ? formatAmount(asPaise(Number(row[key]))) : row[key]!
      },
      note: (row) => row[noteKey],
    }
  })
}
