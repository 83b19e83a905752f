import { defineMigration } from '@karkhana/kernel/migrations'

/**
 * What services tell of messages later: also that one was read, found by the name that the service gave it, or by the
 * message alone where nobody knows yet whose it is. How many an organisation sent lately is counted by an index.
 */
export default defineMigration({
  up: [
    `alter table messages
  drop constraint messages_state_known,
  add constraint messages_state_known
    check (state in ('queued', 'sent', 'delivered', 'read', 'bounced', 'failed', 'suppressed')),
  add column read_at timestamptz`,
    `create index messages_provider_index on messages (organisation_id, provider_id)
  where provider_id is not null`,
    `create index messages_sent_index on messages (organisation_id, sent_at desc)
  where sent_at is not null`,

    // A mail that comes back names the message, not the organisation; the owner may look across them.
    'create policy messages_lookup on messages for select to current_user using (true)',
    `create function kernel_organisation_of_message(message uuid) returns uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select organisation_id from messages where id = message limit 1 $$`,
    'revoke all on function kernel_organisation_of_message(uuid) from public',
    'grant execute on function kernel_organisation_of_message(uuid) to {{app}}',
    'create index messages_id_index on messages (id)',
  ],
  down: [
    'drop index messages_id_index',
    'drop function kernel_organisation_of_message(uuid)',
    'drop policy messages_lookup on messages',
    'drop index messages_sent_index',
    'drop index messages_provider_index',
    'alter table messages no force row level security',
    `update messages set state = 'delivered' where state = 'read'`,
    'alter table messages force row level security',
    `alter table messages
  drop column read_at,
  drop constraint messages_state_known,
  add constraint messages_state_known
    check (state in ('queued', 'sent', 'delivered', 'bounced', 'failed', 'suppressed'))`,
  ],
})
