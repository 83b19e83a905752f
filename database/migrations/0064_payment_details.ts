import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** Where customers pay: of the organisation (`branch_id` is null), or of one branch. */
export default defineMigration({
  up: [
    organisationTable('payment_details', {
      columns: {
        branch_id: reference('branches', { nullable: true }),
        account_name: 'text',
        account_number: 'text',
        ifsc: 'text',
        bank: 'text',
        bank_branch: 'text',
        upi_id: 'text',
      },
      checks: {
        account_whole: `(account_number is null) = (ifsc is null) and (account_number is null) = (account_name is null)`,
        account_number_form: `account_number ~ '^[0-9]{6,20}$'`,
        ifsc_form: `ifsc ~ '^[A-Z]{4}0[A-Z0-9]{6}$'`,
        upi_id_form: `upi_id ~ '^[A-Za-z0-9._-]{2,255}@[A-Za-z][A-Za-z0-9]{1,63}$'`,
      },
      extra: [
        `create unique index payment_details_place_unique
  on payment_details (organisation_id, branch_id) nulls not distinct`,
      ],
    }),
  ],
  down: [dropTable('payment_details')],
})
