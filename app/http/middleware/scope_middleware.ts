import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type Membership from '../../identity/models/membership.ts'
import { KarkhanaError } from '../../errors.ts'
import { memberScope } from '../../tenancy/open_scope.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type {} from '../surface.ts'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** Organisation and actor of the request; there behind sign-in only. */
    scope: Scope
  }
}

/** Session keys that hold the chosen organisation and branch. */
export const ORGANISATION_KEY = 'organisation_id'
export const BRANCH_KEY = 'branch_id'

/** Signs the person in by session and opens the scope of the chosen organisation. */
export async function openWebScope(ctx: HttpContext, next: NextFn) {
  ctx.surface = 'web'
  const user = await ctx.auth.use('web').authenticate()
  const organisationId = (ctx.session.get(ORGANISATION_KEY) ?? user.lastOrganisationId) as string
  const scope = organisationId
    ? await memberScope({
        organisationId,
        userId: user.id,
        branchId: ctx.session.get(BRANCH_KEY) as string | undefined,
        requestId: ctx.request.id(),
      })
    : null
  if (!scope) {
    await ctx.auth.use('web').logout()
    throw new KarkhanaError(
      'E_NOT_A_MEMBER',
      403,
      'You are no longer a member of this organisation.',
      {
        next: 'Sign in again, or ask the owner for an invitation.',
      }
    )
  }
  ctx.scope = scope
  return next()
}

/** Signs a program in by its token and opens the scope of the organisation the token belongs to. */
export async function openApiScope(ctx: HttpContext, next: NextFn) {
  ctx.surface = 'api'
  const membership = (await ctx.auth.use('api').authenticate()) as Membership & {
    currentAccessToken: {
      identifier: string | number | bigint
      name: string | null
      abilities: string[]
    }
  }
  const token = membership.currentAccessToken
  const scope = await memberScope({
    organisationId: membership.organisationId,
    memberId: membership.id,
    requestId: ctx.request.id(),
    token: {
      id: String(token.identifier),
      name: token.name ?? 'API token',
      abilities: token.abilities,
    },
  })
  if (!scope) {
    throw new KarkhanaError('E_UNAUTHORIZED_ACCESS', 401, 'This token is no longer valid.', {
      next: 'Ask the organisation for a new token.',
    })
  }
  ctx.scope = scope
  return next()
}
