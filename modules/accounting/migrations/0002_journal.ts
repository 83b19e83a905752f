import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/**
 * The journal. That an entry balances, is never changed and gets no further line after its
 * transaction is kept by the database itself, whatever program writes.
 */
export default defineMigration({
  up: [
    organisationTable('accounting_entries', {
      columns: {
        number: 'text not null',
        entry_date: 'date not null',
        narration: 'text not null',
        source_module: 'text not null',
        source_type: 'text not null',
        source_id: 'text not null',
        source_event: 'text not null',
        document_label: 'text',
        document_path: 'text',
        branch_id: reference('branches'),
        reverses_id: reference('accounting_entries', { nullable: true }),
        posted_by: 'text not null',
        // the transaction that lines may be added in
        transaction_id: 'xid8 not null default pg_current_xact_id()',
      },
      unique: [
        ['branch_id', 'number'],
        ['source_module', 'source_type', 'source_id', 'source_event'],
        ['id', 'entry_date'],
      ],
      uniqueWhere: [[['reverses_id'], 'reverses_id is not null']],
      indexes: [['entry_date desc', 'id desc']],
      appendOnly: true,
    }),
    organisationTable('accounting_lines', {
      columns: {
        entry_id: reference('accounting_entries'),
        account_id: reference('accounting_accounts'),
        entry_date: 'date not null',
        position: 'integer not null',
        debit: 'bigint not null default 0',
        credit: 'bigint not null default 0',
        contact_id: 'uuid',
        memo: 'text',
      },
      unique: [['entry_id', 'position']],
      checks: { one_side: '(debit > 0 and credit = 0) or (credit > 0 and debit = 0)' },
      indexes: [['account_id', 'entry_date', 'id'], ['entry_date']],
      appendOnly: true,
      extra: [
        `alter table accounting_lines add constraint accounting_lines_date_of_entry
  foreign key (organisation_id, entry_id, entry_date)
  references accounting_entries (organisation_id, id, entry_date)`,
        `create index accounting_lines_contact_index on accounting_lines
  (organisation_id, contact_id, entry_date, id) where contact_id is not null`,
      ],
    }),

    `create function accounting_refuse_late_line() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from accounting_entries e
                  where e.organisation_id = new.organisation_id and e.id = new.entry_id
                    and e.transaction_id = pg_current_xact_id()) then
    raise exception 'a posted entry takes no further line: correct it by a new entry'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$`,
    `create trigger accounting_lines_late before insert on accounting_lines
  for each row execute function accounting_refuse_late_line()`,

    `create function accounting_check_balance(organisation uuid, entry uuid) returns void
  language plpgsql as $$
declare
  lines integer;
  difference numeric;
begin
  select count(*), coalesce(sum(debit::numeric - credit), 0) into lines, difference
    from accounting_lines where organisation_id = organisation and entry_id = entry;
  if lines < 2 then
    raise exception 'journal entry % has % line(s), two are needed', entry, lines
      using errcode = 'check_violation', constraint = 'accounting_entries_balanced';
  end if;
  if difference <> 0 then
    raise exception 'journal entry % is unbalanced by % paise', entry, difference
      using errcode = 'check_violation', constraint = 'accounting_entries_balanced';
  end if;
end $$`,
    `create function accounting_check_entry() returns trigger language plpgsql as $$
begin
  perform accounting_check_balance(new.organisation_id, new.id);
  return null;
end $$`,
    `create function accounting_check_line() returns trigger language plpgsql as $$
begin
  perform accounting_check_balance(new.organisation_id, new.entry_id);
  return null;
end $$`,
    `create constraint trigger accounting_entries_balanced after insert on accounting_entries
  deferrable initially deferred for each row execute function accounting_check_entry()`,
    `create constraint trigger accounting_lines_balanced after insert on accounting_lines
  deferrable initially deferred for each row execute function accounting_check_line()`,
  ],
  down: [
    dropTable('accounting_lines'),
    dropTable('accounting_entries'),
    'drop function if exists accounting_check_line()',
    'drop function if exists accounting_check_entry()',
    'drop function if exists accounting_check_balance(uuid, uuid)',
    'drop function if exists accounting_refuse_late_line()',
  ],
})
