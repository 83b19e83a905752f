import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/**
 * Keys that encrypt secrets (wrapped by one that is derived from APP_KEY), the secrets of organisations, what API
 * tokens are told apart by, and the function that opens a token and its scope in one round trip.
 */
export default defineMigration({
  up: [
    `create table kernel_keys (
  id uuid primary key,
  organisation_id uuid references organisations (id),
  version integer not null check (version > 0),
  wrapped text not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  unique nulls not distinct (organisation_id, version)
)`,
    'grant select, insert, update on kernel_keys to {{app}}',

    organisationTable('organisation_secrets', {
      columns: {
        key: 'text not null',
        sealed: 'text not null',
        hint: 'text',
        key_version: 'integer not null',
        updated_by: 'text not null',
      },
      unique: [['key']],
      indexes: [['key_version']],
    }),
    // The audit trail says that a secret changed, never to what: the argument names columns to mask.
    'drop trigger organisation_secrets_audit on organisation_secrets',
    `create trigger organisation_secrets_audit after insert or update or delete on organisation_secrets
  for each row execute function kernel_audit('sealed')`,

    `alter table api_tokens
  add column last_used_ip text,
  add column created_by text,
  add column revoked_at timestamptz,
  add column revoked_by text`,

    // The caller compares the hash in constant time, and notes the use after that.
    `create function kernel_open_token(token integer)
  returns jsonb language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  opened api_tokens;
  organisation uuid;
begin
  select t.* into opened from api_tokens t
   where t.id = token and t.type = 'api_token' and t.revoked_at is null
     and (t.expires_at is null or t.expires_at > now());
  if not found then
    return null;
  end if;
  select m.organisation_id into organisation from memberships m where m.id = opened.tokenable_id;
  return jsonb_build_object(
    'name', opened.name,
    'hash', opened.hash,
    'abilities', opened.abilities::jsonb,
    'unnoted', coalesce(opened.last_used_at < now() - interval '1 minute', true),
    'memberId', opened.tokenable_id,
    'organisationId', organisation,
    'scope', kernel_open_scope(organisation, null, opened.tokenable_id, null));
end $$`,
    'revoke all on function kernel_open_token(integer) from public',
    'grant execute on function kernel_open_token(integer) to {{app}}',
  ],
  down: [
    'drop function kernel_open_token(integer)',
    `alter table api_tokens
  drop column last_used_ip, drop column created_by, drop column revoked_at, drop column revoked_by`,
    dropTable('organisation_secrets'),
    dropTable('kernel_keys'),
  ],
})
