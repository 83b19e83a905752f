import type { MenuItem } from '@karkhana/kernel/pages'
import type { Texts } from '@karkhana/ui'
import type { AccountGroup, AccountType } from '../../chart/groups.ts'

export const TYPE_LABELS: Record<AccountType, string> = {
  asset: 'Asset',
  liability: 'Liability',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expense',
}

/** Where an entry comes from: a hand, or a module as the menu calls it, else by its id. */
export function sourceLabel(
  text: Texts,
  menu: readonly MenuItem[],
  source: { module: string; event: string }
): string {
  if (source.module === 'accounting') {
    return text(source.event === 'reversed' ? 'source.reversal_by_hand' : 'source.by_hand')
  }
  const entry = menu.find(({ module }) => module === source.module)
  return entry?.label ?? source.module
}

/** Rows under their headings, in the order of the chart; headings without rows are left out. */
export function inGroups<Row extends { group: string }>(
  text: Texts,
  groups: AccountGroup[],
  rows: Row[]
) {
  const parents = new Map(groups.map((group) => [group.key, text.label(group.name)]))
  return groups
    .map((group) => ({
      key: group.key,
      name: text.label(group.name),
      parent: group.parent ? (parents.get(group.parent) ?? null) : null,
      type: group.type,
      rows: rows.filter((row) => row.group === group.key),
    }))
    .filter((group) => group.rows.length > 0)
}
