import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/** The accounts that entries are posted to. System accounts carry a key that modules post by. */
export default defineMigration({
  up: [
    organisationTable('accounting_accounts', {
      columns: {
        key: 'text',
        code: 'text not null',
        name: 'text not null',
        group_key: 'text not null',
        type: "text not null check (type in ('asset', 'liability', 'equity', 'income', 'expense'))",
        normal_side: "text not null check (normal_side in ('debit', 'credit'))",
        archived_at: 'timestamptz',
      },
      unique: [['code']],
      uniqueWhere: [[['key'], 'key is not null']],
      checks: { system_account_stays: 'key is null or archived_at is null' },
    }),
  ],
  down: [dropTable('accounting_accounts')],
})
