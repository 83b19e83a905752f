import type { Scope } from '@karkhana/kernel'
import { subtract, ZERO, type Paise } from '@karkhana/kernel/money'
import { accountView, type AccountView } from '../transformers/account.ts'
import { listAccounts } from './accounts.ts'
import { turnoversUntil } from './balances.ts'

/** An account with its balance, debits less credits, over all entries. */
export type ChartRow = AccountView & { balance: Paise }

/** The last day that books are kept of; as a whole month it is read from the totals alone. */
const LAST_DAY = '2099-12-31'

/** The whole chart by code, archived accounts included, with balances. */
export async function chartOfAccounts(scope: Scope): Promise<ChartRow[]> {
  return scope.read(async (unit) => {
    const accounts = await listAccounts(scope, true)
    const turnovers = await turnoversUntil(unit, LAST_DAY)
    return accounts.map((account) => {
      const moved = turnovers.get(account.id)
      return {
        ...accountView(account),
        balance: moved ? subtract(moved.debit, moved.credit) : ZERO,
      }
    })
  })
}
