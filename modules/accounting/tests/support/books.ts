import type { Scope } from '@karkhana/kernel'
import { asPaise } from '@karkhana/kernel/money'
import type { AccountKey, JournalInput } from '../../contracts.ts'
import ledger from '../../services/ledger.ts'

let counter = 0

/** An entry of `paise` from `credit` to `debit`, with a source of its own unless one is given. */
export function entry(
  scope: Scope,
  paise: number,
  options: {
    debit?: AccountKey
    credit?: AccountKey
    date?: string
    source?: Partial<JournalInput['source']>
  } = {}
): JournalInput {
  return {
    date: options.date ?? '2026-11-20',
    narration: 'Cash sale',
    source: {
      module: 'invoicing',
      type: 'invoice',
      id: `document-${++counter}`,
      event: 'issued',
      ...options.source,
    },
    branchId: scope.branch.id,
    lines: [
      { account: options.debit ?? 'cash', debit: asPaise(paise) },
      { account: options.credit ?? 'labour_income', credit: asPaise(paise) },
    ],
  }
}

/** Posts it. */
export function post(scope: Scope, paise: number, options?: Parameters<typeof entry>[2]) {
  return ledger.post(scope, entry(scope, paise, options))
}

/** Totals per account key, from the lines themselves. */
export async function totalsOfLines(scope: Scope) {
  return totals(scope, 'accounting_lines')
}

/** Totals per account key, from the monthly balances. */
export async function totalsOfBalances(scope: Scope) {
  return totals(scope, 'accounting_balances')
}

async function totals(scope: Scope, table: 'accounting_lines' | 'accounting_balances') {
  const rows = await scope.read((unit) =>
    unit.rows<{ key: string; debit: string; credit: string }>(
      `select a.key, sum(t.debit) as debit, sum(t.credit) as credit
         from ${table} t join accounting_accounts a on a.id = t.account_id
        group by a.key order by a.key`
    )
  )
  return Object.fromEntries(rows.map((row) => [row.key, [Number(row.debit), Number(row.credit)]]))
}

/** How many rows a table has for this organisation. */
export async function countOf(scope: Scope, table: string): Promise<number> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ count: string }>(`select count(*) as count from ${table}`)
  )
  return Number(row.count)
}
