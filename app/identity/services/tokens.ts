import { NotFoundError } from '../../errors.ts'
import type { Scope } from '../../tenancy/scope.ts'
import Membership from '../models/membership.ts'

/**
 * Creates an API token of the acting member. The value is returned once and stored as a hash.
 */
export async function createToken(scope: Scope, input: { name: string; days: number }) {
  scope.ensure('kernel.token.manage')
  const membership = await Membership.findOrFail(scope.actor.memberId)
  const token = await Membership.accessTokens.create(membership, ['*'], {
    name: input.name,
    expiresIn: `${input.days} days`,
  })
  return { id: Number(token.identifier), value: token.value!.release() }
}

interface TokenRow {
  id: number
  name: string | null
  member: string
  createdAt: string
  lastUsedAt: string | null
  expiresAt: string | null
}

/** The tokens of every member of the organisation, newest first. */
export async function listTokens(scope: Scope): Promise<TokenRow[]> {
  return scope.read((unit) =>
    unit.rows<TokenRow>(
      `select t.id, t.name, u.name as member, t.created_at as "createdAt",
              t.last_used_at as "lastUsedAt", t.expires_at as "expiresAt"
         from api_tokens t
         join memberships m on m.id = t.tokenable_id
         join users u on u.id = m.user_id
        where m.organisation_id = ? order by t.id desc limit 200`,
      [scope.organisationId]
    )
  )
}

/**
 * Revokes a token of the organisation; its next request is refused.
 * @throws NotFoundError
 */
export async function revokeToken(scope: Scope, id: number) {
  scope.ensure('kernel.token.manage')
  await scope.work(async (unit) => {
    const rows = await unit.rows(
      `delete from api_tokens using memberships m
        where m.id = api_tokens.tokenable_id and m.organisation_id = ? and api_tokens.id = ?
        returning api_tokens.id`,
      [scope.organisationId, id]
    )
    if (rows.length === 0) throw new NotFoundError('token')
  })
}
