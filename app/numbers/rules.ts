import type { NumberRules } from './declaration.ts'
import { counterWidth, formatNumber, NUMBER_TOKENS, type NumberContext } from './pattern.ts'

/** What is wrong with a pattern, and what to do. */
export interface PatternProblem {
  message: string
  next: string
}

const DEFAULTS = { maxLength: 30, charset: 'A-Za-z0-9/._-', first: 'A-Za-z0-9' }
/** Digits of the longest counter: 999,999,999 documents in a year. */
const WIDEST = 9

/**
 * What is wrong with a pattern whatever branch and day it is filled for; `null` when it may be used.
 *
 * The counter stands at the end, behind something that is no digit: then a finished number tells its count and what
 * stood before it, and two different counters can never give the same number, whatever formats came before.
 */
export function patternProblem(pattern: string, rules: NumberRules = {}): PatternProblem | null {
  return unknownToken(pattern) ?? counterProblem(pattern) ?? yearProblem(pattern, rules)
}

/** What is wrong with the number `count` of a pattern, by the rules of its series. */
export function numberProblem(
  pattern: string,
  count: number,
  context: NumberContext,
  rules: NumberRules = {}
): PatternProblem | null {
  const { maxLength, charset, first } = { ...DEFAULTS, ...rules }
  const number = formatNumber(pattern, count, context)
  const by = rules.source ? ` (${rules.source})` : ''
  if (number.length > maxLength) {
    return {
      message: `${number} has ${number.length} characters, ${maxLength} are allowed${by}.`,
      next: 'Shorten what stands before the counter, or the counter.',
    }
  }
  const stray = new RegExp(`[^${charset}]`, 'u').exec(number)?.[0]
  if (stray !== undefined) {
    const name = /\s/.test(stray) ? 'A blank' : `"${stray}"`
    const capitals = /[a-z]/.test(stray) ? 'Write capitals.' : 'Use letters, digits, - and /.'
    return { message: `${name} is not allowed in the number${by}.`, next: capitals }
  }
  if (!new RegExp(`^[${first}]`, 'u').test(number)) {
    return {
      message: `The number must not begin with "${number[0]}"${by}.`,
      next: 'Begin it with a letter.',
    }
  }
  return null
}

function unknownToken(pattern: string): PatternProblem | null {
  const rest = pattern.replace(/\{(BR|FY|YYYY|YY|MM|0*1)\}/g, '')
  const found = /\{[^}]*\}?|\}/.exec(rest)?.[0]
  if (found === undefined) return null
  const known = Object.keys(NUMBER_TOKENS).map((token) => `{${token}}`)
  return {
    message: `${found} is not known.`,
    next: `Use ${known.join(', ')} and a counter such as {0001}.`,
  }
}

function counterProblem(pattern: string): PatternProblem | null {
  const counters = pattern.match(/\{0*1\}/g) ?? []
  if (counters.length !== 1) {
    return {
      message:
        counters.length === 0 ? 'The counter is missing.' : 'There is more than one counter.',
      next: 'End the pattern with one counter such as {0001}.',
    }
  }
  if (counterWidth(pattern) > WIDEST) {
    return {
      message: 'The counter is too long.',
      next: `Give it at most ${WIDEST} digits.`,
    }
  }
  const [before, after] = pattern.split(counters[0])
  if (after !== '') {
    return { message: 'The counter must stand at the end.', next: 'Move it behind the rest.' }
  }
  if (/[0-9}]$/.test(before)) {
    return {
      message: 'Other digits would run into the counter.',
      next: 'Put a letter, - or / directly before the counter.',
    }
  }
  return null
}

function yearProblem(pattern: string, rules: NumberRules): PatternProblem | null {
  const year = /\{(FY|YYYY|YY)\}/.test(pattern)
  if (pattern.includes('{MM}') && !year) {
    return {
      message: 'The same month comes again next year.',
      next: 'Add {YY} or {YYYY} to the month.',
    }
  }
  if (rules.yearly && !year) {
    return {
      message: `These numbers are counted anew each year${rules.source ? ` (${rules.source})` : ''}.`,
      next: 'Add {FY}, {YYYY} or {YY} before the counter.',
    }
  }
  return null
}
