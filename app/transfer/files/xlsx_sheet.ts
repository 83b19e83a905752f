import type { ReportRow } from '../../reports/declaration.ts'
import { moneyText, numberText, type CellValue, type FileColumn, type FileTable } from './cells.ts'
import { dateSerial, WallClock } from './instants.ts'
import { escaped, HEAD, MAIN, STYLES } from './xlsx_parts.ts'

/** Rows of one sheet below its headings, and characters of one cell; programs cut what is more, or refuse it. */
export const SHEET_ROWS = 1_048_575
const CELL_CHARACTERS = 32_767
const WIDTHS: Record<FileColumn['kind'], number> = {
  text: 24,
  number: 12,
  integer: 12,
  money: 16,
  date: 12,
  instant: 18,
}

/** A column of which only some values may be chosen: another sheet holds them. */
export interface ChoiceColumn {
  /** Counted from 0. */
  column: number
  /** `'Allowed values'!$A$2:$A$5` */
  source: string
}

/** What a sheet has beside its rows. */
export interface SheetOptions {
  choices?: readonly ChoiceColumn[]
}

/** `0` is A, `27` is AB. */
export function columnLetters(column: number): string {
  const rest = column % 26
  const before = column < 26 ? '' : columnLetters((column - rest) / 26 - 1)
  return before + String.fromCharCode(65 + rest)
}

/** What stands above the rows: frozen headings, widths, the headings themselves. */
export function sheetHead(columns: readonly FileColumn[]): string {
  const widths = columns
    .map(({ kind, label }, at) => {
      const width = Math.min(60, Math.max(WIDTHS[kind], label.length + 4))
      // Where text is typed in below the rows it stays text: 098220 keeps its zero.
      const style = kind === 'text' ? ` style="${STYLES.text}"` : ''
      return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"${style}/>`
    })
    .join('')
  const headings = columns.map(({ label }) => textCell(label, STYLES.heading)).join('')
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths}</cols><sheetData><row>${headings}</row>`
  )
}

/** What stands below so many rows: the filter over the columns, and what may be chosen. */
export function sheetFoot(columns: number, rows: number, { choices = [] }: SheetOptions): string {
  const last = columnLetters(Math.max(0, columns - 1))
  const lists = choices.map(({ column, source }) => {
    const letters = columnLetters(column)
    return (
      '<dataValidation type="list" allowBlank="1" showErrorMessage="1" ' +
      `sqref="${letters}2:${letters}${SHEET_ROWS}"><formula1>${escaped(source)}</formula1></dataValidation>`
    )
  })
  return (
    `</sheetData><autoFilter ref="A1:${last}${rows + 1}"/>` +
    (lists.length > 0
      ? `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`
      : '') +
    '</worksheet>'
  )
}

/** How the rows of a table are written. */
export function rowWriter({ columns, zone }: FileTable): (row: ReportRow) => string {
  const clock = new WallClock(zone)
  const keys = columns.map(({ key }) => key)
  const writers = columns.map(({ kind }) => WRITERS[kind])
  return (row) => {
    let cells = ''
    for (let at = 0; at < keys.length; at++) cells += cellOf(row[keys[at]], writers[at], clock)
    return `<row>${cells}</row>`
  }
}

type Writer = (value: string | number, clock: WallClock) => string

function cellOf(value: CellValue, write: Writer, clock: WallClock): string {
  if (value === null || value === undefined || value === '') return '<c/>'
  if (typeof value === 'boolean') return textCell(value ? 'Yes' : 'No')
  return write(value, clock)
}

/** What does not fit its column is written as text, as it is. */
const WRITERS: Record<FileColumn['kind'], Writer> = {
  text: (value) => textCell(String(value)),
  number: writeNumber,
  integer: writeNumber,
  money: (value) => numberCell(moneyText(value), STYLES.money),
  date: (value) => daysCell(dateSerial(String(value)), value, STYLES.date),
  instant: (value, clock) => daysCell(clock.serial(String(value)), value, STYLES.instant),
}

function writeNumber(value: string | number): string {
  const number = numberText(value)
  return number === null ? textCell(String(value)) : numberCell(number, STYLES.number)
}

function daysCell(days: number | null, value: string | number, style: number): string {
  return days === null ? textCell(String(value)) : numberCell(String(days), style)
}

const numberCell = (number: string, style: number) => `<c s="${style}"><v>${number}</v></c>`

/** Texts are texts, whatever they begin with: no cell is ever a formula. */
function textCell(value: string, style = STYLES.text): string {
  const text = escaped(value.length > CELL_CHARACTERS ? value.slice(0, CELL_CHARACTERS) : value)
  const space = /^\s|\s$|[\r\n\t]/.test(text) ? ' xml:space="preserve"' : ''
  return `<c s="${style}" t="inlineStr"><is><t${space}>${text}</t></is></c>`
}
