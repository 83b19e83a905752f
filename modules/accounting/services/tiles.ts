import type { Scope } from '@karkhana/kernel'
import type { Tile } from '@karkhana/kernel/module'

/** What the organisation has at hand and what it is owed, for those who may see the books. */
export default async function tiles(scope: Scope): Promise<Tile[]> {
  if (!scope.can('accounting.report.view')) return []
  const [row] = await scope.read((unit) =>
    unit.rows<{ cash: string; receivables: string; receivables_id: string | null }>(
      `select coalesce(sum(b.debit - b.credit) filter (where a.group_key = 'bank_cash'), 0) as cash,
              coalesce(sum(b.debit - b.credit) filter (where a.key = 'trade_receivables'), 0)
                as receivables,
              (select id from accounting_accounts where key = 'trade_receivables') as receivables_id
         from accounting_accounts a
         join accounting_balances b
           on b.organisation_id = a.organisation_id and b.account_id = a.id
        where a.group_key = 'bank_cash' or a.key = 'trade_receivables'`
    )
  )
  return [
    {
      id: 'accounting.cash',
      label: 'Cash & bank',
      value: Number(row.cash),
      kind: 'money',
      href: '/accounting/trial-balance',
    },
    {
      id: 'accounting.receivables',
      label: 'Receivables',
      value: Number(row.receivables),
      kind: 'money',
      href: row.receivables_id ? `/accounting/accounts/${row.receivables_id}` : undefined,
    },
  ]
}
