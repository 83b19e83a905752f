import { defineMigration } from '@karkhana/kernel/migrations'

/**
 * What a request may see, in the words of the database: the branches of the reader (`app.branch_ids`, comma
 * separated, empty for all), and one function that answers who the reader is in one round trip.
 */
export default defineMigration({
  up: [
    `create function kernel_branch_ids() returns uuid[]
  language sql stable parallel safe
  as $$ select string_to_array(nullif(current_setting('app.branch_ids', true), ''), ',')::uuid[] $$`,

    'drop function kernel_open_scope(uuid, uuid, uuid)',
    `create function kernel_open_scope(organisation uuid, member_user uuid, member uuid, session uuid)
  returns jsonb language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  answer jsonb;
  previous text := coalesce(current_setting('app.organisation_id', true), '');
begin
  perform set_config('app.organisation_id', organisation::text, true);
  if session is not null and not kernel_touch_session(session, member_user) then
    perform set_config('app.organisation_id', previous, true);
    return jsonb_build_object('session', 'ended');
  end if;
  select jsonb_build_object(
    'organisation', to_jsonb(o),
    'membership', (
      select jsonb_build_object('id', m.id, 'kind', m.kind, 'role', m.role, 'roleId', m.role_id,
               'roleName', r.name, 'base', r.base, 'roleGrants', r.grants, 'roleDenials', r.denials,
               'grants', m.grants, 'branchIds', m.branch_ids, 'userId', m.user_id,
               'userName', coalesce(u.name, m.name), 'twoFactor', u.two_factor_confirmed_at is not null)
        from memberships m
        left join users u on u.id = m.user_id
        left join roles r on r.organisation_id = m.organisation_id and r.id = m.role_id
       where m.organisation_id = o.id and m.active and u.disabled_at is null
         and (m.user_id = member_user or m.id = member)),
    'partner', (
      select jsonb_build_object('id', p.id, 'name', p.name, 'accessId', a.id, 'role', a.role,
               'expiresAt', a.expires_at, 'userId', u.id, 'userName', u.name)
        from partner_access a
        join partners p on p.id = a.partner_id and p.suspended_at is null
        join partner_members pm on pm.partner_id = p.id and pm.user_id = member_user and pm.active
        join users u on u.id = pm.user_id and u.disabled_at is null
       where a.organisation_id = o.id and o.partner_id = p.id
         and a.revoked_at is null and a.expires_at > now()
       order by a.expires_at desc limit 1),
    'modules', (
      select coalesce(jsonb_object_agg(s.module_id, s.state), '{}'::jsonb)
        from organisation_modules s
       where s.organisation_id = o.id and s.entitled and s.state <> 'available'),
    'branches', (
      select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'code', b.code, 'name', b.name,
               'stateCode', b.state_code, 'taxId', b.tax_id) order by b.position, b.code), '[]'::jsonb)
        from branches b where b.organisation_id = o.id and b.active))
    into answer
    from organisations o
   where o.id = organisation;
  perform set_config('app.organisation_id', previous, true);
  return answer;
end $$`,
    `create function kernel_touch_session(session uuid, owner uuid)
  returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  found_session user_sessions;
begin
  select * into found_session from user_sessions s
   where s.id = session and s.user_id = owner and s.revoked_at is null and s.expires_at > now();
  if not found then
    return false;
  end if;
  if found_session.last_seen_at < now() - interval '1 minute' then
    update user_sessions s
       set last_seen_at = now(),
           expires_at = least(
             now() + case when s.remembered then interval '30 days' else interval '12 hours' end,
             s.created_at + interval '90 days')
     where s.id = session;
  end if;
  return true;
end $$`,
    'revoke all on function kernel_open_scope(uuid, uuid, uuid, uuid) from public',
    'grant execute on function kernel_open_scope(uuid, uuid, uuid, uuid) to {{app}}',
    'revoke all on function kernel_touch_session(uuid, uuid) from public',
    'grant execute on function kernel_touch_session(uuid, uuid) to {{app}}',

    // Row-level security is forced on the owner too: it may look an invitation up by its secret alone.
    'create policy invitations_lookup on invitations for select to current_user using (true)',
    `create function kernel_find_invitation(hashes text[])
  returns jsonb language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('id', i.id, 'organisationId', i.organisation_id)
    from invitations i where i.secret_hash = any(hashes) $$`,
    'revoke all on function kernel_find_invitation(text[]) from public',
    'grant execute on function kernel_find_invitation(text[]) to {{app}}',
  ],
  down: [
    'drop function kernel_find_invitation(text[])',
    'drop policy invitations_lookup on invitations',
    'drop function kernel_open_scope(uuid, uuid, uuid, uuid)',
    'drop function kernel_touch_session(uuid, uuid)',
    'drop function kernel_branch_ids()',
  ],
})
