import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import db from '@adonisjs/lucid/services/db'
import { counter } from '../http/rate_limits/counter.ts'
import { TooManyRequestsError } from '../http/rate_limits/errors.ts'
import { rateLimits } from '../http/rate_limits/tiers.ts'
import type { ModulePublicRoute } from '../http/public_routes.ts'
import { keepQuiet } from '../http/quiet.ts'
import type {} from '../http/surface.ts'
import { addressOf } from '../identity/services/throttle.ts'
import { linkScope } from '../tenancy/open_scope.ts'
import type { ScopeAnswer } from '../tenancy/scope_answer.ts'
import { LinkGoneError } from './errors.ts'
import { languageOf } from './language.ts'
import type {} from './opened_link.ts'
import { hashOfToken } from './tokens.ts'

/** What the database function `kernel_open_link` knows of a link that is open. */
interface LinkAnswer {
  id: string
  module: string
  purpose: string
  recordId: string
  organisationId: string
  scope: ScopeAnswer
}

/**
 * Opens the organisation behind the link of the address: no permissions, every branch, the actor is the link. Asks the
 * gate as routes behind sign-in do: archived modules can be read, and nothing be sent to them.
 * @throws LinkGoneError, TooManyRequestsError
 */
export function openLink(module: string, route: Pick<ModulePublicRoute, 'method' | 'purpose'>) {
  return async (ctx: HttpContext, next: NextFn) => {
    ctx.surface = 'web'
    keepQuiet(ctx)
    ctx.response.header('x-robots-tag', 'noindex, nofollow')
    await limitAddress(ctx)
    const found = await find(ctx.params.link)
    if (found?.module !== module || found.purpose !== route.purpose) throw new LinkGoneError()
    const scope = linkScope(found.scope, {
      linkId: found.id,
      requestId: ctx.request.id(),
      ip: ctx.request.ip(),
    })
    const open = route.method === 'GET' ? scope.readable(module) : scope.active(module)
    if (!open || scope.organisation.suspendedAt) throw new LinkGoneError()

    ctx.scope = scope
    const { id, purpose, recordId } = found
    ctx.link = { id, purpose, recordId, language: languageOf(ctx) }
    await scope.work((unit) =>
      unit.rows('update public_links set uses = uses + 1, last_used_at = now() where id = ?', [id])
    )
    return next()
  }
}

async function limitAddress(ctx: HttpContext) {
  const { allowed, resetsIn } = await counter.spend(rateLimits().links, `address ${addressOf(ctx)}`)
  if (!allowed) throw new TooManyRequestsError(resetsIn)
}

async function find(token: unknown): Promise<LinkAnswer | null> {
  const hash = hashOfToken(token)
  if (!hash) return null
  const { rows } = await db.rawQuery('select kernel_open_link(?) as answer', [hash])
  return (rows as { answer: LinkAnswer | null }[])[0].answer
}
