import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/**
 * Fields that organisations define for themselves, and an index of the values that records have in them. Row-level
 * security keeps an index on `custom` from being used, since no operator of jsonb is leakproof; equality of texts is.
 */
export default defineMigration({
  up: [
    organisationTable('custom_fields', {
      columns: {
        table_name: 'text not null',
        key: 'text not null',
        label: 'text not null',
        help: 'text',
        kind: 'text not null',
        options: "jsonb not null default '[]'",
        required: 'boolean not null default false',
        min: 'numeric',
        max: 'numeric',
        mask: 'text',
        example: 'text',
        position: 'integer not null',
        show_in_list: 'boolean not null default false',
        filterable: 'boolean not null default false',
        print: 'boolean not null default false',
        personal: 'boolean not null default false',
        archived_at: 'timestamptz',
      },
      unique: [['table_name', 'key']],
      checks: {
        key: "key ~ '^[a-z][a-z0-9_]{0,39}$'",
        kind: `kind in ('text', 'multiline', 'integer', 'number', 'money', 'date', 'switch', 'choice', 'email',
                        'phone', 'url')`,
      },
    }),

    // Derived from the records by the trigger below, so it has neither a version nor an audit trail of its own.
    `create table custom_values (
  organisation_id uuid not null references organisations (id),
  table_name text not null,
  key text not null,
  value text not null,
  row_id uuid not null,
  primary key (organisation_id, table_name, key, value, row_id)
)`,
    `create index custom_values_row_index on custom_values (organisation_id, table_name, row_id)`,
    'alter table custom_values enable row level security',
    'alter table custom_values force row level security',
    `create policy custom_values_organisation on custom_values
  using (organisation_id = kernel_organisation_id())
  with check (organisation_id = kernel_organisation_id())`,
    'grant select, insert, update, delete on custom_values to {{app}}',

    // What is longer than 200 characters is read, never looked for.
    `create function kernel_index_custom() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    delete from custom_values v
     where v.organisation_id = old.organisation_id and v.table_name = tg_table_name and v.row_id = old.id;
  end if;
  if tg_op <> 'DELETE' then
    insert into custom_values (organisation_id, table_name, key, value, row_id)
    select new.organisation_id, tg_table_name, e.key, e.value, new.id
      from jsonb_each_text(new.custom) e
     where e.value is not null and length(e.value) <= 200;
  end if;
  return null;
end $$`,
  ],
  down: [
    'drop function kernel_index_custom()',
    'drop table custom_values',
    dropTable('custom_fields'),
  ],
})
