import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type Membership from '../../identity/models/membership.ts'
import { KarkhanaError } from '../../errors.ts'
import { NotAMemberError } from '../../tenancy/errors.ts'
import { memberScope } from '../../tenancy/open_scope.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { BRANCH_KEY, ORGANISATION_KEY } from '../session_keys.ts'
import type {} from '../surface.ts'
import { identify } from './account_middleware.ts'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** Organisation and actor of the request; there behind sign-in only. */
    scope: Scope
  }
}

/** Signs the person in by session and opens the scope of the chosen organisation. */
export async function openWebScope(ctx: HttpContext, next: NextFn) {
  ctx.surface = 'web'
  const { user, sessionId } = await identify(ctx)
  const organisationId = (ctx.session.get(ORGANISATION_KEY) ?? user.lastOrganisationId) as
    string | undefined
  const scope = organisationId
    ? await memberScope({
        organisationId,
        userId: user.id,
        sessionId,
        branchId: ctx.session.get(BRANCH_KEY) as string | undefined,
        requestId: ctx.request.id(),
        ip: ctx.request.ip(),
      })
    : null
  if (!scope) throw new NotAMemberError()
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
    ip: ctx.request.ip(),
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
