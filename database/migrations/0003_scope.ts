import { defineMigration } from '@karkhana/kernel/migrations'

/** Everything a request needs to know about its organisation, in one round trip. */
export default defineMigration({
  up: [
    `create function kernel_open_scope(organisation uuid, member_user uuid, member uuid)
  returns jsonb language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  answer jsonb;
  previous text := coalesce(current_setting('app.organisation_id', true), '');
begin
  perform set_config('app.organisation_id', organisation::text, true);
  select jsonb_build_object(
    'organisation', to_jsonb(o),
    'membership', (
      select jsonb_build_object('id', m.id, 'role', m.role, 'userId', u.id, 'userName', u.name)
        from memberships m join users u on u.id = m.user_id
       where m.organisation_id = o.id and m.active
         and (m.user_id = member_user or m.id = member)),
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
    'revoke all on function kernel_open_scope(uuid, uuid, uuid) from public',
    'grant execute on function kernel_open_scope(uuid, uuid, uuid) to {{app}}',
  ],
  down: ['drop function kernel_open_scope(uuid, uuid, uuid)'],
})
