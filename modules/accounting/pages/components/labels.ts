import type { AccountGroup, AccountType } from '../../chart/groups.ts'

export const TYPE_LABELS: Record<AccountType, string> = {
  asset: 'Asset',
  liability: 'Liability',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expense',
}

/** What an entry records, in words: «Invoicing, invoice issued». */
export function sourceLabel(source: { module: string; type: string; event: string }): string {
  if (source.module === 'accounting') {
    return source.event === 'reversed' ? 'Reversal by hand' : 'Posted by hand'
  }
  const words = (id: string) => id.replaceAll(/[_-]/g, ' ')
  const module = words(source.module)
  return `${module[0]?.toUpperCase()}${module.slice(1)}, ${words(source.type)} ${words(source.event)}`
}

/** Rows under their headings, in the order of the chart; headings without rows are left out. */
export function inGroups<Row extends { group: string }>(groups: AccountGroup[], rows: Row[]) {
  const parents = new Map(groups.map((group) => [group.key, group.name]))
  return groups
    .map((group) => ({
      key: group.key,
      name: group.name,
      parent: group.parent ? (parents.get(group.parent) ?? null) : null,
      type: group.type,
      rows: rows.filter((row) => row.group === group.key),
    }))
    .filter((group) => group.rows.length > 0)
}
