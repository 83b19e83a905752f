import type { Unit } from '../../tenancy/unit.ts'

/**
 * The account of a member who is being erased, when no other organisation knows them and it opens no partner: nobody
 * can sign in with it any more, and it says nothing of the person. Else it stays theirs: records of an organisation
 * that they have left name them by it, and none may change what another holds.
 */
export async function eraseAccount(unit: Unit, membershipId: string): Promise<boolean> {
  const [account] = await unit.rows<{ id: string }>(
    `select u.id from memberships m join users u on u.id = m.user_id
      where m.organisation_id = ? and m.id = ?
        and not exists (select 1 from memberships o
                         where o.user_id = u.id and (o.organisation_id <> m.organisation_id or o.active))
        and not exists (select 1 from partner_members p where p.user_id = u.id and p.active)
        for update of u`,
    [unit.scope.organisationId, membershipId]
  )
  if (!account) return false
  for (const table of ['user_recovery_codes', 'user_identities', 'user_links', 'user_sessions']) {
    await unit.from(table).where('user_id', account.id).delete()
  }
  await unit.rows('delete from api_tokens where tokenable_id = ?', [membershipId])
  await unit.rows(
    `update users set name = kernel_erased_text(name, id), email = 'erased-' || id || '@erased.invalid',
            password = null, phone = null, two_factor_secret = null, two_factor_confirmed_at = null,
            disabled_at = coalesce(disabled_at, now()), updated_at = now()
      where id = ?`,
    [account.id]
  )
  return true
}
