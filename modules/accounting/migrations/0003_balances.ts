import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/**
 * Totals per account and month, written by the database alone with each line, so that reports cost
 * the same in the tenth year as in the first. Locked periods: the newest row counts.
 */
export default defineMigration({
  up: [
    organisationTable('accounting_balances', {
      columns: {
        account_id: reference('accounting_accounts'),
        month: 'date not null',
        debit: 'bigint not null',
        credit: 'bigint not null',
      },
      unique: [['account_id', 'month']],
      checks: { first_of_month: 'extract(day from month) = 1' },
      indexes: [['month']],
      extra: ['revoke insert, update, delete on accounting_balances from {{app}}'],
    }),

    // rows are written in the order of their key, so that two postings never wait for each other
    `create function accounting_add_to_balances() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  insert into accounting_balances as b (organisation_id, id, account_id, month, debit, credit)
  select organisation_id, gen_random_uuid(), account_id, date_trunc('month', entry_date)::date,
         sum(debit), sum(credit)
    from added
   group by organisation_id, account_id, date_trunc('month', entry_date)::date
   order by organisation_id, account_id, date_trunc('month', entry_date)::date
  on conflict (organisation_id, account_id, month)
  do update set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit;
  return null;
end $$`,
    `create trigger accounting_lines_balances after insert on accounting_lines
  referencing new table as added
  for each statement execute function accounting_add_to_balances()`,

    organisationTable('accounting_locks', {
      columns: {
        // null opens every period again
        locked_until: 'date',
        reason: 'text not null',
        locked_by: 'text not null',
      },
      indexes: [['created_at desc', 'id desc']],
      appendOnly: true,
    }),
  ],
  down: [
    dropTable('accounting_locks'),
    'drop trigger if exists accounting_lines_balances on accounting_lines',
    dropTable('accounting_balances'),
    'drop function if exists accounting_add_to_balances()',
  ],
})
