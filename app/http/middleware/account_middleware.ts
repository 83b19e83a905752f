import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import type { NextFn } from '@adonisjs/core/types/http'
import type User from '../../identity/models/user.ts'
import { throughView } from '../../access/view_as.ts'
import { KarkhanaError } from '../../errors.ts'
import { languageOf } from '../../lang/translate.ts'
import { SessionEndedError } from '../../tenancy/errors.ts'
import { memberScope } from '../../tenancy/open_scope.ts'
import { BRANCH_KEY, ORGANISATION_KEY, SESSION_KEY } from '../session_keys.ts'
import type {} from '../surface.ts'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** The signed-in person and the session they work in; there behind sign-in to the pages. */
    account: { user: User; sessionId: string }
  }
}

/**
 * The person of the browser session. Whether the session still counts is for the caller to ask of the database.
 * @throws E_UNAUTHORIZED_ACCESS, SessionEndedError
 */
export async function identify(ctx: HttpContext): Promise<{ user: User; sessionId: string }> {
  const user = (await ctx.auth.use('web').authenticate()) as User
  const sessionId = ctx.session.get(SESSION_KEY) as string | undefined
  if (!sessionId) throw new SessionEndedError()
  ctx.account = { user, sessionId }
  return ctx.account
}

/** Signs the person in by session, without any organisation: routes about themselves. */
export async function openAccount(ctx: HttpContext, next: NextFn) {
  ctx.surface = 'web'
  const account = await identify(ctx)
  await ensureAlive(account)
  await openShell(ctx)
  return next()
}

/** The organisation around the page, where there is one that lets the person in; the page works without. */
async function openShell(ctx: HttpContext) {
  const { user } = ctx.account
  const organisationId = (ctx.session.get(ORGANISATION_KEY) ?? user.lastOrganisationId) as
    string | undefined
  if (!organisationId) return
  try {
    const scope = await memberScope({
      organisationId,
      userId: user.id,
      branchId: ctx.session.get(BRANCH_KEY) as string | undefined,
      requestId: ctx.request.id(),
      language: languageOf(user),
      ip: ctx.request.ip(),
    })
    // A partner sees nothing of the organisation that is not noted.
    if (scope && !scope.partnerAccess) ctx.scope = await throughView(ctx, scope)
  } catch (error) {
    if (!(error instanceof KarkhanaError) || error.status >= 500) throw error
  }
}

/**
 * Notes the use of the session.
 * @throws SessionEndedError when it was revoked or has run out
 */
export async function ensureAlive({ user, sessionId }: HttpContext['account']) {
  const { rows } = await db.rawQuery('select kernel_touch_session(?, ?) as alive', [
    sessionId,
    user.id,
  ])
  if (!(rows as { alive: boolean }[])[0].alive || user.disabledAt) throw new SessionEndedError()
}
