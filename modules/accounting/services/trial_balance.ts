import { branchLimit, type Scope } from '@karkhana/kernel'
import type { BusinessDate } from '@karkhana/kernel/dates'
import { asPaise, subtract, sum, ZERO, type Paise } from '@karkhana/kernel/money'
import type { AccountType } from '../chart/groups.ts'
import type { AccountKey } from '../contracts.ts'
import { listAccounts } from './accounts.ts'
import { turnoversUntil } from './balances.ts'
import { checkDate } from './periods.ts'

/** One account with its net balance on the side it falls on; the other side is zero. */
export interface TrialBalanceRow {
  accountId: string
  key: AccountKey | null
  code: string
  name: string
  group: string
  type: AccountType
  debit: Paise
  credit: Paise
}

export interface TrialBalance {
  date: BusinessDate
  /** The only branches that are counted, for readers who are limited to them; else `null`. */
  branches: string[] | null
  rows: TrialBalanceRow[]
  totalDebit: Paise
  totalCredit: Paise
}

/**
 * The net balance of every account at the end of a day, by code. Archived accounts are listed while
 * they have a balance on that day.
 *
 * @throws RuleError E_DATE
 */
export async function trialBalance(scope: Scope, date: BusinessDate): Promise<TrialBalance> {
  checkDate(date)
  return scope.read(async (unit) => {
    const accounts = await listAccounts(scope, true)
    const turnovers = await turnoversUntil(unit, date)
    const rows = accounts
      .map((account) => {
        const moved = turnovers.get(account.id)
        const net = moved ? subtract(moved.debit, moved.credit) : ZERO
        return {
          accountId: account.id,
          key: account.key ?? null,
          code: account.code,
          name: account.name,
          group: account.groupKey,
          type: account.type,
          debit: asPaise(Math.max(net, 0)),
          credit: asPaise(Math.max(-net, 0)),
          archived: Boolean(account.archivedAt),
        }
      })
      .filter((row) => !row.archived || row.debit > 0 || row.credit > 0)
      .map(({ archived, ...row }) => row)
    return {
      date,
      branches: branchLimit(scope),
      rows,
      totalDebit: sum(rows.map((row) => row.debit)),
      totalCredit: sum(rows.map((row) => row.credit)),
    }
  })
}
