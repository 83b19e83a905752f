import type { Unit } from '@karkhana/kernel'
import { addDays, addMonths, type BusinessDate } from '@karkhana/kernel/dates'
import { asPaise, type Paise } from '@karkhana/kernel/money'

/** What an account has gathered on both sides. */
export interface Turnover {
  debit: Paise
  credit: Paise
}

/**
 * Debits and credits of every account from the beginning up to and including a day. Whole months
 * come from the monthly totals; only the days of an unfinished month are read from the lines.
 */
export async function turnoversUntil(
  unit: Unit,
  date: BusinessDate
): Promise<Map<string, Turnover>> {
  const { wholeUntil, rest } = monthsAndRest(date)
  const rows = await unit.rows<{ account_id: string; debit: string; credit: string }>(
    `select account_id, sum(debit) as debit, sum(credit) as credit from (
       select account_id, debit, credit from accounting_balances where month < ?
       union all
       select account_id, debit, credit from accounting_lines
        where entry_date between ? and ?) as moved
      group by account_id`,
    [wholeUntil, rest.from, rest.to]
  )
  return new Map(rows.map((row) => [row.account_id, turnover(row)]))
}

/**
 * Debits less credits of one account before a line: whole months before its date from the totals,
 * the days of its month from the lines.
 */
export async function balanceBefore(
  unit: Unit,
  accountId: string,
  line: { date: BusinessDate; id: string }
): Promise<Paise> {
  const month = firstOfMonth(line.date)
  const [row] = await unit.rows<{ balance: string }>(
    `select coalesce(sum(debit - credit), 0) as balance from (
       select debit, credit from accounting_balances where account_id = ? and month < ?
       union all
       select debit, credit from accounting_lines
        where account_id = ? and entry_date >= ? and (entry_date, id) < (?::date, ?::uuid)
      ) as moved`,
    [accountId, month, accountId, month, line.date, line.id]
  )
  return asPaise(row.balance)
}

/** Debits less credits of one account over all its entries. */
export async function balanceOf(unit: Unit, accountId: string): Promise<Paise> {
  const [row] = await unit.rows<{ balance: string }>(
    `select coalesce(sum(debit - credit), 0) as balance from accounting_balances where account_id = ?`,
    [accountId]
  )
  return asPaise(row.balance)
}

/** Splits the time up to a day into whole months and the days of an unfinished one. */
function monthsAndRest(date: BusinessDate) {
  const first = firstOfMonth(date)
  const next = addMonths(first, 1)
  const isWhole = addDays(next, -1) === date
  // an interval that no day lies in, when there is nothing unfinished
  const rest = isWhole ? { from: next, to: date } : { from: first, to: date }
  return { wholeUntil: isWhole ? next : first, rest }
}

function firstOfMonth(date: BusinessDate): BusinessDate {
  return `${date.slice(0, 7)}-01`
}

function turnover(row: { debit: string; credit: string }): Turnover {
  return { debit: asPaise(row.debit), credit: asPaise(row.credit) }
}
