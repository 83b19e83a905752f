import { isBusinessDate } from '../dates/index.ts'
import type { FieldDeclaration, FieldValue } from '../fields/declaration.ts'
import { readField } from '../fields/read_field.ts'
import { paise } from '../money/index.ts'

/** What a cell says, or what is wrong with it. */
export type CellReading = { value: FieldValue } | { problem: string }

/** What a spreadsheet writes into a cell whose formula failed. */
const FAULT = /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/i
/** What people write where there is nothing. */
const NOTHING = /^(-+|–|n\.?\/?a\.?|nil|none|null)$/i
const TEXTS = ['text', 'multiline']

/** Whether a cell says that there is nothing: empty, or `NA` and `-` where a text could not stand. */
export function saysNothing({ kind }: FieldDeclaration, raw: string): boolean {
  return raw === '' || (!TEXTS.includes(kind) && NOTHING.test(raw))
}

/**
 * A cell as people write it in a spreadsheet: `1,23,456.50`, `15-04-2026`, `yes`, the label of a choice, a number that
 * Excel has shortened.
 */
export function readCell(column: FieldDeclaration, raw: string): CellReading {
  if (/\?{3}/.test(raw) || raw.includes('\uFFFD')) {
    return { problem: 'Letters were lost when the file was saved. Save it as CSV UTF-8 or .xlsx.' }
  }
  if (FAULT.test(raw)) return { problem: 'The formula of this cell failed in the spreadsheet.' }
  const typed = lengthened(raw)
  if (typed === null) {
    return {
      problem:
        'The spreadsheet has shortened this number. Format the column as text and enter it again.',
    }
  }
  switch (column.kind) {
    case 'money':
      return readMoney(column, typed)
    case 'integer':
    case 'number':
      return readField(column, decimalOf(typed).replace(/\.0+$/, ''))
    case 'date':
      return readDate(column, typed)
    case 'switch':
      return readField(column, SWITCHES[typed.toLowerCase()] ?? typed)
    case 'choice':
      return readField(column, choiceOf(column, typed))
    case 'phone':
      return readField(column, typed.replace(/\.0$/, ''))
    default:
      return readField(column, padded(column, typed))
  }
}

/**
 * `9.822012345E+09` as `9822012345`; `null` for `9.8E+09`, whose digits are gone. Excel shows numbers of more than
 * eleven digits so, and saves to CSV what it shows.
 */
function lengthened(raw: string): string | null {
  const [, whole, fraction = '', power] = /^(-?\d)(?:\.(\d+))?E\+(\d{2})$/.exec(raw) ?? []
  if (!whole) return raw
  const zeros = Number(power) - fraction.length
  return zeros > 0 ? null : `${whole}${fraction}`
}

/** Digits of a fixed number, such as the code of a state: a spreadsheet drops the zeros in front. */
function padded({ pattern }: FieldDeclaration, raw: string): string {
  const length = Number(/^\\d\{(\d+)\}$/.exec(pattern ?? '')?.[1] ?? 0)
  return length > 0 && /^\d+$/.test(raw) ? raw.padStart(length, '0') : raw
}

const SWITCHES: Record<string, boolean> = {
  yes: true,
  y: true,
  no: false,
  n: false,
  on: true,
  off: false,
  हाँ: true,
  हां: true,
  नहीं: false,
}

/** Without what stands around a number: `₹ 1,23,456.50/-`, `Rs. 250`, `(1,250.00)` for what is owed, `18%`. */
function decimalOf(raw: string): string {
  const bare = raw
    .replace(/^(₹|Rs\.?|INR)\s*/i, '')
    .replace(/\s*(\/-|%)$/, '')
    .replace(/(?<=\d),(?=\d)/g, '')
    .trim()
  const [, owed] = /^\((\d+(?:\.\d+)?)\)$/.exec(bare) ?? []
  return owed ? `-${owed}` : bare
}

function readMoney(column: FieldDeclaration, raw: string): CellReading {
  const amount = decimalOf(raw)
  if (!/^-?\d{1,12}(\.\d{1,2}0*)?$/.test(amount)) {
    return { problem: 'This must be an amount in rupees, such as 1,250.50.' }
  }
  return readField(column, paise(amount.replace(/(\.\d\d)0+$/, '$1')))
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** Days of spreadsheets between 1954 and 2119: a date whose format was lost. */
const SERIAL = /^[2-7]\d{4}(\.0+)?$/
const UNIX_BEGINS = 25_569

function readDate(column: FieldDeclaration, raw: string): CellReading {
  const date = dateOf(raw)
  if (date !== null) return readField(column, date)
  const american = /^(0?[1-9]|1[0-2])[-/.](1[3-9]|2\d|3[01])[-/.]\d{2,4}$/.test(raw)
  return {
    problem: american
      ? 'The month stands first here. Write the day first: 15-04-2026.'
      : 'This is not a date. Write it as 15-04-2026.',
  }
}

/** `15-04-2026`, `15/4/26`, `15-Apr-2026`, `2026-04-15 00:00` as `2026-04-15`; the day first, as India writes it. */
function dateOf(raw: string): string | null {
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[ T][\d:.]+Z?)?$/.exec(raw)?.[1]
  if (iso) return isBusinessDate(iso) ? iso : null
  if (SERIAL.test(raw)) {
    return new Date((Number.parseInt(raw) - UNIX_BEGINS) * 86_400_000).toISOString().slice(0, 10)
  }
  const parts = /^(\d{1,2})[-/. ]+(\d{1,2}|[a-z]{3,9})[-/., ]+(\d{4}|\d{2})(?: [\d:]+)?$/i.exec(raw)
  if (!parts) return null
  const [, day, named, short] = parts
  const month = /^\d/.test(named) ? Number(named) : monthOf(named)
  const year = short.length === 4 ? short : `20${short}`
  const date = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`
  return isBusinessDate(date) ? date : null
}

function monthOf(name: string): number {
  const at = MONTHS.indexOf(name.slice(0, 3).toLowerCase())
  const whole = new Date(Date.UTC(2000, at, 1)).toLocaleString('en', { month: 'long' })
  return at >= 0 && (name.length < 5 || whole.toLowerCase() === name.toLowerCase()) ? at + 1 : 0
}

/** The value of the option that is called so. */
function choiceOf({ options = [] }: FieldDeclaration, raw: string): string {
  const same = (text: string) => text.toLowerCase() === raw.toLowerCase()
  return options.find(({ value, label }) => same(value) || same(label))?.value ?? raw
}
