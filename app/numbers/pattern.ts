import { financialYear } from '../dates/index.ts'
import { KarkhanaError } from '../errors.ts'

/** What a number is made of: `{BR}/{FY}/{00001}` → `PUN/26-27/00042`. */
export interface NumberContext {
  branchCode: string
  /** Business date of the document. */
  date: string
  financialYearStart: number
}

const COUNTER = /\{(0+1)\}/
const TOKENS = /\{(BR|FY|YYYY|YY|MM)\}/g

/** The part of the calendar in which a pattern counts from one: a financial year, a year, or for ever. */
export function periodOf(pattern: string, context: NumberContext): string {
  if (pattern.includes('{FY}')) return `FY${year(context).label}`
  if (pattern.includes('{MM}')) return context.date.slice(0, 7)
  if (pattern.includes('{YYYY}') || pattern.includes('{YY}')) return context.date.slice(0, 4)
  return 'all'
}

/**
 * The number that `count` stands for.
 * @throws E_NUMBER_PATTERN when the pattern has no counter
 */
export function formatNumber(pattern: string, count: number, context: NumberContext): string {
  const counter = COUNTER.exec(pattern)
  if (!counter) {
    throw new KarkhanaError(
      'E_NUMBER_PATTERN',
      500,
      `The number pattern "${pattern}" has no counter.`,
      {
        next: 'Add a counter such as {00001}.',
      }
    )
  }
  const values: Record<string, string> = {
    BR: context.branchCode,
    FY: year(context).short,
    YYYY: context.date.slice(0, 4),
    YY: context.date.slice(2, 4),
    MM: context.date.slice(5, 7),
  }
  return pattern
    .replace(TOKENS, (_, token: string) => values[token])
    .replace(COUNTER, String(count).padStart(counter[1].length, '0'))
}

function year(context: NumberContext) {
  return financialYear(context.date, context.financialYearStart)
}
