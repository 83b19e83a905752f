import { defineMigration } from '@karkhana/kernel/migrations'

/** The processes of the deployment that take work, and how each of them ended. Of no organisation. */
export default defineMigration({
  up: [
    `create table kernel_nodes (
  id uuid primary key,
  kind text not null,
  host text not null,
  pid integer not null,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  ending text,
  cleared_at timestamptz,
  check (ending in ('stopped', 'killed', 'silent')),
  check ((ended_at is null) = (ending is null))
)`,
    'create index kernel_nodes_uncleared_index on kernel_nodes (seen_at) where cleared_at is null',
    'grant select, insert, update, delete on kernel_nodes to {{app}}',
  ],
  down: ['drop table kernel_nodes'],
})
