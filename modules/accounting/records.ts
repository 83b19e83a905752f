import { defineRecords } from '@karkhana/kernel/module'

/** Journal entries of the reader's branches; an entry belongs to one branch as a whole. */
export const ENTRIES = defineRecords({
  table: 'accounting_entries',
  noun: 'journal entry',
  view: 'accounting.entry.view',
  branch: 'branch_id',
  parts: { accounting_lines: 'entry_id' },
})

/** Totals are kept per branch, so that the books of some branches balance by themselves. */
export const BALANCES = defineRecords({
  table: 'accounting_balances',
  noun: 'balance',
  view: 'accounting.report.view',
  branch: 'branch_id',
})

/** One chart for all branches. */
export const ACCOUNTS = defineRecords({
  table: 'accounting_accounts',
  noun: 'account',
  view: 'accounting.account.view',
  archive: () => import('./archive.ts'),
})

/** A locked period is locked for all branches. */
export const LOCKS = defineRecords({
  table: 'accounting_locks',
  noun: 'lock',
  view: 'accounting.report.view',
})
