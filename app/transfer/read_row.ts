import { isBusinessDate } from '../dates/index.ts'
import type { FieldDeclaration, FieldValue } from '../fields/declaration.ts'
import { readField } from '../fields/read_field.ts'
import { paise } from '../money/index.ts'
import type { ImportRow } from './importer.ts'
import type { Mapping } from './mapping.ts'

/** What is wrong in a row of a file. `row` is its number as a spreadsheet shows it, the headings being row 1. */
export interface RowProblem {
  row: number
  /** Label of the column; `null` when it is about the row as a whole. */
  column: string | null
  /** What stood there. */
  value: string | null
  reason: string
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
    const place = mapping[column.key]
    const raw = place === null || place === undefined ? null : (cells[place] ?? '')
    if (raw === null || raw === '') {
      if (column.required) {
        problems.push({ row, column: column.label, value: raw, reason: 'This is missing.' })
      }
      continue
    }
    const reading = readCell(column, raw)
    if ('problem' in reading) {
      problems.push({ row, column: column.label, value: raw, reason: reading.problem })
    } else {
      values[column.key] = reading.value
    }
  }
  return { values, problems }
}

type Reading = { value: FieldValue } | { problem: string }

/** A cell as people write it in a spreadsheet: `1,23,456.50`, `15-04-2026`, `yes`, the label of a choice. */
function readCell(column: FieldDeclaration, raw: string): Reading {
  if (/\?{3}/.test(raw)) {
    return { problem: 'Letters were lost when the file was saved. Save it as CSV UTF-8 or .xlsx.' }
  }
  switch (column.kind) {
    case 'money':
      return readMoney(column, raw)
    case 'integer':
    case 'number':
      return readField(column, raw.replace(/(?<=\d),(?=\d)/g, '').replace(/\.0+$/, ''))
    case 'date':
      return readField(column, dateOf(raw))
    case 'switch':
      return readField(column, SWITCHES[raw.toLowerCase()] ?? raw)
    case 'choice':
      return readField(column, choiceOf(column, raw))
    default:
      return readField(column, raw)
  }
}

const SWITCHES: Record<string, boolean> = {
  yes: true,
  y: true,
  no: false,
  n: false,
  on: true,
  off: false,
}

function readMoney(column: FieldDeclaration, raw: string): Reading {
  const amount = raw.replace(/^₹\s*|^Rs\.?\s*/i, '').replace(/,/g, '')
  if (!/^-?\d{1,12}(\.\d{1,2})?$/.test(amount)) {
    return { problem: 'This must be an amount in rupees, such as 1,250.50.' }
  }
  return readField(column, paise(amount))
}

/** `15-04-2026`, `15/4/2026` and `2026-04-15 00:00` as `2026-04-15`; the day stands first, as India writes it. */
function dateOf(raw: string): string {
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00)?)?$/.exec(raw)?.[1]
  if (iso) return iso
  const [, day, month, year] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(raw) ?? []
  if (!year) return raw
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isBusinessDate(date) ? date : raw
}

/** The value of the option that is called so. */
function choiceOf({ options = [] }: FieldDeclaration, raw: string): string {
  const same = (text: string) => text.toLowerCase() === raw.toLowerCase()
  return options.find(({ value, label }) => same(value) || same(label))?.value ?? raw
}
