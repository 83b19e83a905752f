export type AccountType = 'asset' | 'liability' | 'equity' | 'income' | 'expense'
export type Side = 'debit' | 'credit'

/** A heading of the chart of accounts. */
export interface AccountGroup {
  key: string
  name: string
  type: AccountType
  /** The heading above; `null` at the top. */
  parent: string | null
}

/**
 * The headings of an Indian chart of accounts, in the order of Schedule III of the Companies Act
 * turned into the words that accountants use. The same for every organisation.
 */
export const ACCOUNT_GROUPS: AccountGroup[] = [
  { key: 'fixed_assets', name: 'Fixed assets', type: 'asset', parent: null },
  { key: 'current_assets', name: 'Current assets', type: 'asset', parent: null },
  { key: 'bank_cash', name: 'Bank & cash', type: 'asset', parent: 'current_assets' },
  { key: 'sundry_debtors', name: 'Sundry debtors', type: 'asset', parent: 'current_assets' },
  { key: 'stock', name: 'Stock in hand', type: 'asset', parent: 'current_assets' },
  { key: 'input_tax', name: 'Input tax credit', type: 'asset', parent: 'current_assets' },
  { key: 'advances', name: 'Loans & advances', type: 'asset', parent: 'current_assets' },
  { key: 'capital', name: 'Capital account', type: 'equity', parent: null },
  { key: 'loans', name: 'Loans', type: 'liability', parent: null },
  { key: 'current_liabilities', name: 'Current liabilities', type: 'liability', parent: null },
  {
    key: 'sundry_creditors',
    name: 'Sundry creditors',
    type: 'liability',
    parent: 'current_liabilities',
  },
  {
    key: 'duties_taxes',
    name: 'Duties & taxes',
    type: 'liability',
    parent: 'current_liabilities',
  },
  { key: 'provisions', name: 'Provisions', type: 'liability', parent: 'current_liabilities' },
  { key: 'direct_income', name: 'Direct income', type: 'income', parent: null },
  { key: 'indirect_income', name: 'Indirect income', type: 'income', parent: null },
  { key: 'purchases', name: 'Purchases', type: 'expense', parent: null },
  { key: 'direct_expenses', name: 'Direct expenses', type: 'expense', parent: null },
  { key: 'indirect_expenses', name: 'Indirect expenses', type: 'expense', parent: null },
]

/** The heading with this key, if there is one. */
export function findGroup(key: string): AccountGroup | undefined {
  return ACCOUNT_GROUPS.find((group) => group.key === key)
}

/** Names from the top heading down to this one. */
export function groupPath(key: string): string[] {
  const group = findGroup(key)
  if (!group) return []
  return [...(group.parent ? groupPath(group.parent) : []), group.name]
}

/** The side on which accounts of a type grow. */
export function normalSideOf(type: AccountType): Side {
  return type === 'asset' || type === 'expense' ? 'debit' : 'credit'
}
