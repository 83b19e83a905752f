import { branchLimit, translate, type Scope } from '@karkhana/kernel'
import type { Tile } from '@karkhana/kernel/module'

/** What the organisation has at hand, for those who may see the books. */
export default async function tiles(scope: Scope): Promise<Tile[]> {
  if (!scope.can('accounting.report.view')) return []
  const [row] = await scope.read((unit) =>
    unit.rows<{ cash: string }>(
      `select coalesce(sum(b.debit - b.credit), 0) as cash
         from accounting_accounts a
         join accounting_balances b
           on b.organisation_id = a.organisation_id and b.account_id = a.id
        where a.group_key = 'bank_cash'`
    )
  )
  const branches = branchLimit(scope)
  return [
    {
      id: 'accounting.cash',
      label: branches
        ? translate(scope.language, 'accounting.cash.of_branches', {
            branches: branches.join(', '),
          })
        : translate(scope.language, 'accounting.cash_bank'),
      value: Number(row.cash),
      kind: 'money',
      href: '/accounting/trial-balance',
    },
  ]
}
