import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { throughView } from '../../access/view_as.ts'
import { languageOf } from '../../lang/translate.ts'
import { asEnded, leadAway, looksIn, noteLook } from '../../partners/looking_in.ts'
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

/** Signs the person in by session and opens the scope of the chosen organisation, or the view taken of it. */
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
        language: languageOf(user),
        ip: ctx.request.ip(),
      }).catch(looksIn(ctx, organisationId) ? asEnded : undefined)
    : null
  if (!scope || (scope.partnerAccess && !looksIn(ctx, organisationId))) {
    return leadAway(ctx, organisationId)
  }
  await noteLook(ctx, scope)
  ctx.scope = await throughView(ctx, scope)
  return next()
}
