import type { ApiClient, ApiResponse } from '@japa/api-client'
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'
import { systemScope } from '@karkhana/kernel'
import { TEST_PASSWORD, type RegisteredRoute, type Workshop } from '@karkhana/kernel/testing'
import type { Authority } from '../../app/access/authority.ts'
import Membership from '../../app/identity/models/membership.ts'
import User from '../../app/identity/models/user.ts'
import db from '@adonisjs/lucid/services/db'
import { EVERYTHING, insertToken } from '../../app/tokens/tokens.ts'

/** Somebody who asks every route: what they were given, where they may work, how they come in. */
export interface Reader {
  name: string
  authority: Authority
  memberId: string
  /** Branches they are limited to; `null` for all. */
  branchIds: string[] | null
  user: User
  token: string
}

/** Makes a member of `workshop` with this authority. */
export async function makeReader(
  workshop: Workshop,
  name: string,
  authority: Authority,
  branchIds: string[] | null = null
): Promise<Reader> {
  const scope = await systemScope(workshop.organisationId, 'test')
  const user = await User.create({
    name,
    email: `reader-${randomUUID()}@example.com`,
    password: TEST_PASSWORD,
    lastOrganisationId: workshop.organisationId,
    emailVerifiedAt: DateTime.utc(),
  })
  const membership = await scope.work(async (unit) => {
    const roleId = authority.role === 'custom' ? uuidv7() : null
    if (roleId) {
      await unit.table('roles').insert({
        organisation_id: workshop.organisationId,
        id: roleId,
        name,
        base: authority.base,
        grants: authority.roleGrants,
        denials: authority.roleDenials,
      })
    }
    return Membership.create(
      {
        organisationId: workshop.organisationId,
        userId: user.id,
        role: authority.role,
        roleId,
        active: true,
        grants: [...authority.grants],
        branchIds: branchIds ?? [],
      },
      { client: unit.trx }
    )
  })
  const { value: token } = await insertToken(db.connection(), {
    memberId: membership.id,
    name: 'test',
    abilities: [EVERYTHING],
    expiresAt: new Date(Date.now() + 86_400_000),
    createdBy: 'test',
  })
  return {
    name,
    authority,
    memberId: membership.id,
    branchIds,
    user,
    token,
  }
}

/** One request of a reader, by session on a page and by token on the API, with an empty body where one belongs. */
export async function askAs(
  client: ApiClient,
  reader: Reader,
  route: RegisteredRoute,
  path: string
): Promise<ApiResponse> {
  let request = client.request(path, route.method).header('accept', 'application/json').redirects(0)
  request =
    route.surface === 'web'
      ? request.loginAs(reader.user).withCsrfToken()
      : request.bearerToken(reader.token)
  try {
    return await (route.method === 'GET' ? request : request.json({}))
  } catch (error) {
    throw new Error(`${route.method} ${path} for ${reader.name} was cut off`, { cause: error })
  }
}
