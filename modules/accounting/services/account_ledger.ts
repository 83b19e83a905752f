import type { Scope } from '@karkhana/kernel'
import { runList, type ListInput } from '@karkhana/kernel/lists'
import { asPaise, type Paise } from '@karkhana/kernel/money'
import type { ListPage } from '@karkhana/kernel/pages'
import { accountLinesList, type AccountLine } from '../lists/account_lines.ts'
import { balanceBefore } from './balances.ts'

/** A line with the balance of the account after it, debits less credits. */
export type LedgerRow = AccountLine & { balance: Paise }

/**
 * One page of an account's ledger with running balance. The balance before the first line of the
 * page comes from the monthly totals, so the hundredth page costs what the first one does. In a
 * searched ledger, lines are missing in between; the balance is still the one of the books.
 */
export async function accountLedger(
  scope: Scope,
  accountId: string,
  input: ListInput
): Promise<ListPage<LedgerRow>> {
  return scope.read(async (unit) => {
    const page = await runList(scope, accountLinesList(accountId), input)
    if (input.search?.trim()) {
      const rows = []
      for (const line of page.rows) {
        const before = await balanceBefore(unit, accountId, line)
        rows.push({ ...line, balance: asPaise(before + line.debit - line.credit) })
      }
      return { ...page, rows }
    }
    const [first] = page.rows
    let balance = first ? await balanceBefore(unit, accountId, first) : asPaise(0)
    const rows = page.rows.map((line) => {
      balance = asPaise(balance + line.debit - line.credit)
      return { ...line, balance }
    })
    return { ...page, rows }
  })
}
