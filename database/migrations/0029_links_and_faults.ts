import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/**
 * Links that an organisation gives to people without an account, the function that opens one in one round trip, and
 * what went wrong in the parts that modules put into pages.
 */
export default defineMigration({
  up: [
    organisationTable('public_links', {
      columns: {
        module: 'text not null',
        purpose: 'text not null',
        record_id: 'uuid not null',
        token_hash: 'text not null',
        expires_at: 'timestamptz not null',
        revoked_at: 'timestamptz',
        last_used_at: 'timestamptz',
        uses: 'integer not null default 0',
      },
      indexes: [['purpose', 'record_id']],
      checks: { purpose_of_module: `purpose like module || '.%'` },
      extra: ['create unique index public_links_token_index on public_links (token_hash)'],
    }),
    // Every opening is counted; the audit trail keeps what people did with the link, not how often it was looked at.
    'drop trigger public_links_audit on public_links',
    `create trigger public_links_audit
  after insert or delete or update of module, purpose, record_id, token_hash, expires_at, revoked_at on public_links
  for each row execute function kernel_audit('token_hash')`,

    // Row-level security is forced on the owner too: it may look a link up by its secret alone.
    'create policy public_links_lookup on public_links for select to current_user using (true)',
    `create function kernel_open_link(hash text)
  returns jsonb language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  opened public_links;
begin
  select l.* into opened from public_links l
   where l.token_hash = hash and l.revoked_at is null and l.expires_at > now();
  if not found then
    return null;
  end if;
  return jsonb_build_object(
    'id', opened.id,
    'module', opened.module,
    'purpose', opened.purpose,
    'recordId', opened.record_id,
    'organisationId', opened.organisation_id,
    'scope', kernel_open_scope(opened.organisation_id, null, null, null));
end $$`,
    'revoke all on function kernel_open_link(text) from public',
    'grant execute on function kernel_open_link(text) to {{app}}',

    organisationTable('slot_faults', {
      columns: {
        module: 'text not null',
        // Id of the slot, or of the card of the start page.
        slot: 'text not null',
        component: `text not null default ''`,
        message: 'text not null',
        count: 'integer not null default 1',
        last_at: 'timestamptz not null',
      },
      unique: [['module', 'slot', 'component', 'message']],
      indexes: [['last_at']],
      checks: { message_short: 'length(message) <= 500' },
    }),
    // A fault that comes again is counted, which is no change that anybody has to answer for.
    'drop trigger slot_faults_audit on slot_faults',
    `create trigger slot_faults_audit
  after insert or delete or update of module, slot, component, message on slot_faults
  for each row execute function kernel_audit()`,
  ],
  down: [
    dropTable('slot_faults'),
    'drop function kernel_open_link(text)',
    dropTable('public_links'),
  ],
})
