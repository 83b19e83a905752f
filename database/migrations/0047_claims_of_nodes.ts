import { defineMigration } from '@karkhana/kernel/migrations'

const TABLES = ['event_deliveries', 'webhook_deliveries']

/** Which process has taken a delivery, so that it goes to another one as soon as that process is no more. */
export default defineMigration({
  up: [
    ...TABLES.flatMap((table) => [
      `alter table ${table}
  add column claimed_by uuid,
  add column deaths integer not null default 0`,
      `create index ${table}_claimed_index on ${table} (claimed_by) where state = 'running'`,
    ]),
    `create function kernel_claims_of_ended_nodes() returns setof uuid language sql stable
  security definer set search_path = public, pg_temp as $$
${TABLES.map(
  (table) => `  select d.organisation_id from ${table} d join kernel_nodes n on n.id = d.claimed_by
   where d.state = 'running' and n.ended_at is not null`
).join('\n  union\n')} $$`,
    'revoke all on function kernel_claims_of_ended_nodes() from public',
    'grant execute on function kernel_claims_of_ended_nodes() to {{app}}',
  ],
  down: [
    'drop function kernel_claims_of_ended_nodes()',
    ...TABLES.flatMap((table) => [
      `drop index ${table}_claimed_index`,
      `alter table ${table} drop column claimed_by, drop column deaths`,
    ]),
  ],
})
