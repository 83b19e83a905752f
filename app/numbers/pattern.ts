import { financialYear } from '../dates/index.ts'
import { KarkhanaError } from '../errors.ts'

/** What a number is made of: `{BR}/{FY}/{00001}` → `PUN/26-27/00042`. */
export interface NumberContext {
  branchCode: string
  /** Business date of the document. */
  date: string
  financialYearStart: number
}

/** What a pattern may hold besides letters and the counter, with what it stands for. */
export const NUMBER_TOKENS: Record<string, string> = {
  BR: 'code of the branch',
  FY: 'financial year, 26-27',
  YYYY: 'year, 2026',
  YY: 'year, 26',
  MM: 'month, 04',
}

const COUNTER = /\{(0*1)\}/
const TOKENS = /\{(BR|FY|YYYY|YY|MM)\}/g

/** The part of the calendar in which a pattern counts from one: a month, a financial year, a year, or for ever. */
export function periodOf(pattern: string, context: NumberContext): string {
  if (pattern.includes('{MM}')) return context.date.slice(0, 7)
  if (pattern.includes('{FY}')) return `FY${year(context).label}`
  if (pattern.includes('{YYYY}') || pattern.includes('{YY}')) return context.date.slice(0, 4)
  return 'all'
}

/** What stands before the counter. Numbers that begin alike are counted together, so none comes twice. */
export function prefixOf(pattern: string, context: NumberContext): string {
  return fill(pattern.replace(COUNTER, ''), context)
}

/** Least number of digits of the counter; 0 when there is none. */
export function counterWidth(pattern: string): number {
  return COUNTER.exec(pattern)?.[1].length ?? 0
}

/**
 * The number that `count` stands for.
 * @throws E_NUMBER_PATTERN when the pattern has no counter
 */
export function formatNumber(pattern: string, count: number, context: NumberContext): string {
  const width = counterWidth(pattern)
  if (width === 0) {
    throw new KarkhanaError(
      'E_NUMBER_PATTERN',
      500,
      `The number pattern "${pattern}" has no counter.`,
      { next: 'Add a counter such as {00001}.' }
    )
  }
  return fill(pattern, context).replace(COUNTER, String(count).padStart(width, '0'))
}

function fill(pattern: string, context: NumberContext) {
  const values: Record<string, string> = {
    BR: context.branchCode,
    FY: year(context).short,
    YYYY: context.date.slice(0, 4),
    YY: context.date.slice(2, 4),
    MM: context.date.slice(5, 7),
  }
  return pattern.replace(TOKENS, (_, token: string) => values[token])
}

function year(context: NumberContext) {
  return financialYear(context.date, context.financialYearStart)
}
