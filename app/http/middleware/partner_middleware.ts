import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { originOf } from '../../identity/services/origin.ts'
import { openPartnerScope, type PartnerScope } from '../../partners/partner_scope.ts'
import { ensureOwnRecord } from '../../partners/own_record.ts'
import { PARTNER_KEY } from '../session_keys.ts'
import { ensureAlive, identify } from './account_middleware.ts'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** Partner and actor of the request; there on routes of partners only. */
    partner: PartnerScope
  }
}

/** Signs the person in by session and opens the partner they work for. */
export async function openPartner(ctx: HttpContext, next: NextFn) {
  ctx.surface = 'web'
  const account = await identify(ctx)
  await ensureAlive(account)
  ctx.partner = await openPartnerScope(account.user, {
    partnerId: ctx.session.get(PARTNER_KEY) as string | undefined,
    origin: originOf(ctx),
    requestId: ctx.request.id(),
  })
  await ensureOwnRecord(ctx.partner, ctx.route!.pattern, ctx.params.id)
  return next()
}
