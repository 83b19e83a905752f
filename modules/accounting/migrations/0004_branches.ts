import {
  defineMigration,
  restrictToBranches,
  restrictToParent,
  unrestrict,
} from '@karkhana/kernel/migrations'

const TABLES = ['accounting_entries', 'accounting_lines', 'accounting_balances']

/** The owner rebuilds the totals of all organisations at once, unseen by triggers and policies. */
const OPENED = [
  ...TABLES.map((table) => `alter table ${table} no force row level security`),
  'alter table accounting_balances disable trigger user',
  'delete from accounting_balances',
]
const CLOSED = [
  'alter table accounting_balances enable trigger user',
  ...TABLES.map((table) => `alter table ${table} force row level security`),
]

/** Totals of lines, by the columns of the key. */
const totals = (from: string, key: string[]) => `
  select l.organisation_id, gen_random_uuid(), ${key.join(', ')}, sum(l.debit), sum(l.credit)
    from ${from} l
    join accounting_entries e on e.organisation_id = l.organisation_id and e.id = l.entry_id
   group by l.organisation_id, ${key.join(', ')}
   order by l.organisation_id, ${key.join(', ')}`

const MONTH = "date_trunc('month', l.entry_date)::date"
const BY_BRANCH = ['l.account_id', MONTH, 'e.branch_id']
const ALTOGETHER = ['l.account_id', MONTH]

/** Adds the lines of a statement to the totals; rows are written in the order of their key. */
const addToBalances = (columns: string, key: string[]) => `
create or replace function accounting_add_to_balances() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  insert into accounting_balances as b (organisation_id, id, ${columns}, debit, credit)
  ${totals('added', key)}
  on conflict (organisation_id, ${columns})
  do update set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit;
  return null;
end $$`

const fill = (columns: string, key: string[]) =>
  `insert into accounting_balances (organisation_id, id, ${columns}, debit, credit)
  ${totals('accounting_lines', key)}`

/**
 * Members who are limited to branches see the entries of those. Totals are kept per branch: an entry belongs to one
 * branch, so the books of every choice of branches balance.
 */
export default defineMigration({
  up: [
    ...OPENED,
    'alter table accounting_balances drop constraint accounting_balances_organisation_id_account_id_month_key',
    `alter table accounting_balances
  add column branch_id uuid not null,
  add constraint accounting_balances_key unique (organisation_id, account_id, month, branch_id),
  add foreign key (organisation_id, branch_id) references branches (organisation_id, id)`,
    fill('account_id, month, branch_id', BY_BRANCH),
    ...CLOSED,
    addToBalances('account_id, month, branch_id', BY_BRANCH),
    'create index accounting_balances_branch_id_index on accounting_balances (organisation_id, branch_id)',
    restrictToBranches('accounting_entries', 'branch_id'),
    restrictToBranches('accounting_balances', 'branch_id'),
    restrictToParent('accounting_lines', 'entry_id', 'accounting_entries'),
  ],
  down: [
    unrestrict('accounting_lines'),
    unrestrict('accounting_balances'),
    unrestrict('accounting_entries'),
    ...OPENED,
    'alter table accounting_balances drop constraint accounting_balances_key',
    'alter table accounting_balances drop column branch_id',
    `alter table accounting_balances add constraint
  accounting_balances_organisation_id_account_id_month_key unique (organisation_id, account_id, month)`,
    fill('account_id, month', ALTOGETHER),
    ...CLOSED,
    addToBalances('account_id, month', ALTOGETHER),
  ],
})
