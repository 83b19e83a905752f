import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/** What the provider said last, and the months that statements were made of. */
export default defineMigration({
  up: [
    organisationTable('sms_gateway_balances', {
      columns: {
        driver_id: 'text not null',
        balance: 'numeric',
        checked_at: 'timestamptz not null',
        error: 'text',
        warned_on: 'date',
      },
      unique: [['driver_id']],
      checks: { told: 'balance is not null or error is not null' },
    }),
    organisationTable('sms_gateway_statements', {
      columns: { month: 'date not null' },
      unique: [['month']],
      checks: { first: 'extract(day from month) = 1' },
    }),
  ],
  down: [dropTable('sms_gateway_statements'), dropTable('sms_gateway_balances')],
})
