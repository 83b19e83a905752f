import { defineMigration } from '@karkhana/kernel/migrations'

/** What joining needs to know besides: who invited, since when a secret counts, when an access was ended by others. */
export default defineMigration({
  up: [
    'alter table memberships add column ended_at timestamptz',
    `alter table invitations
  add column invited_by_member uuid,
  add column issued_at timestamptz not null default now(),
  add foreign key (organisation_id, invited_by_member) references memberships (organisation_id, id)`,
    `create index invitations_inviter_index on invitations (organisation_id, invited_by_member)
  where revoked_at is null`,
    'create index invitations_created_index on invitations (organisation_id, created_at desc, id desc)',

    `alter table user_links
  drop constraint user_links_kind_check,
  add constraint user_links_kind_check check (
    kind in ('register', 'verify_email', 'change_email', 'reset_password', 'join'))`,

    // The name of somebody's role stands in a table of the organisation; the owner may read it across them.
    'create policy roles_lookup on roles for select to current_user using (true)',
    `create function kernel_organisations_of(person uuid)
  returns table (id uuid, name text, role text, role_name text, suspended boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select o.id, o.name, m.role, coalesce(r.name, initcap(m.role)), o.suspended_at is not null
    from memberships m
    join organisations o on o.id = m.organisation_id
    left join roles r on r.organisation_id = m.organisation_id and r.id = m.role_id
   where m.user_id = person and m.active
   order by o.name, o.id $$`,
    'revoke all on function kernel_organisations_of(uuid) from public',
    'grant execute on function kernel_organisations_of(uuid) to {{app}}',
  ],
  down: [
    'drop function kernel_organisations_of(uuid)',
    'drop policy roles_lookup on roles',
    "delete from user_links where kind = 'join'",
    `alter table user_links
  drop constraint user_links_kind_check,
  add constraint user_links_kind_check check (
    kind in ('register', 'verify_email', 'change_email', 'reset_password'))`,
    'drop index invitations_created_index',
    'alter table invitations drop column invited_by_member, drop column issued_at',
    'alter table memberships drop column ended_at',
  ],
})
