import type { HttpContext } from '@adonisjs/core/http'
import { ORGANISATION_KEY, PARTNER_ACCESS_KEY } from '../http/session_keys.ts'
import { NotAMemberError, OrganisationSuspendedError } from '../tenancy/errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import { PartnerAccessEndedError } from './errors.ts'
import { partnersOf } from './partner_scope.ts'
import { noteView } from './services/views.ts'

/** Whether the browser session has opened this organisation as a partner; nobody slips in who did not ask. */
export function looksIn({ session }: HttpContext, organisationId: string | undefined): boolean {
  return organisationId !== undefined && session.get(PARTNER_ACCESS_KEY) === organisationId
}

/** Notes what a partner is about to see; members pass. */
export async function noteLook(ctx: HttpContext, scope: Scope): Promise<void> {
  if (!scope.partnerAccess || !['GET', 'HEAD'].includes(ctx.request.method())) return
  await noteView(scope, ctx.request.url(true))
}

/** A partner is led away from a suspended organisation like from one that no longer lets them in. */
export function asEnded(error: unknown): null {
  if (error instanceof OrganisationSuspendedError) return null
  throw error
}

/**
 * Where somebody goes whom the organisation does not let in: a partner whose access has ended back to their own
 * pages, somebody who only works for a partner there as well, everybody else to the choice of organisations.
 * @throws PartnerAccessEndedError, NotAMemberError
 */
export async function leadAway(ctx: HttpContext, organisationId: string | undefined) {
  const ended = looksIn(ctx, organisationId)
  const partners = await partnersOf(ctx.account.user.id)
  if (ended) {
    ctx.session.forget(ORGANISATION_KEY)
    ctx.session.forget(PARTNER_ACCESS_KEY)
    if (partners.length > 0) throw new PartnerAccessEndedError()
  }
  const atHome = ctx.request.url() === '/' && ctx.request.method() === 'GET'
  if (!organisationId && atHome && partners.length > 0) {
    return ctx.response.redirect().status(303).toPath('/partner/organisations')
  }
  throw new NotAMemberError({ chosen: Boolean(organisationId) })
}
