import { asPaise, sum, ZERO, type Paise } from '@karkhana/kernel/money'
import { EmptyJournalError, JournalLineError, UnbalancedJournalError } from '../errors.ts'

/** A line as it came in: one of the sides, possibly zero. */
export interface RawLine {
  debit?: Paise | null
  credit?: Paise | null
  contactId?: string | null
  memo?: string | null
}

/** Both sides filled: one is more than zero, the other is zero. */
export interface CheckedLine {
  debit: Paise
  credit: Paise
  contactId: string | null
  memo: string | null
}

/**
 * Leaves out lines of zero and holds the rest to the rules of an entry: amounts on one side only,
 * two lines or more, equal sides.
 *
 * @throws JournalLineError, EmptyJournalError, UnbalancedJournalError
 * @throws AmountOutOfRangeError when an amount is not whole paise
 */
export function checkLines<Line extends RawLine>(lines: Line[]): (Line & CheckedLine)[] {
  const filled = lines
    .map((line, index) => checkedLine(line, index))
    .filter((line) => line.debit > 0 || line.credit > 0)
  if (filled.length < 2) throw new EmptyJournalError()
  const debit = sum(filled.map((line) => line.debit))
  const credit = sum(filled.map((line) => line.credit))
  if (debit !== credit) throw new UnbalancedJournalError(debit, credit)
  return filled
}

function checkedLine<Line extends RawLine>(line: Line, index: number): Line & CheckedLine {
  const debit = asPaise(line.debit ?? ZERO)
  const credit = asPaise(line.credit ?? ZERO)
  if (debit < 0 || credit < 0 || (debit > 0 && credit > 0)) {
    throw new JournalLineError(`lines.${index}.${credit < 0 ? 'credit' : 'debit'}`)
  }
  return { ...line, debit, credit, contactId: line.contactId ?? null, memo: line.memo ?? null }
}
