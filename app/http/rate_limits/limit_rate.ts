import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type {} from '../surface.ts'
import { counter } from './counter.ts'
import { TooManyRequestsError } from './errors.ts'
import { tellLimits } from './headers.ts'
import { rateLimits, type Limit, type Tier } from './tiers.ts'

/**
 * Counts a request behind sign-in: by token or person, and on routes of the tier `ai` by organisation as well. Too many
 * are refused with TooManyRequestsError.
 */
export function limitRate(tier: Tier) {
  return async (ctx: HttpContext, next: NextFn) => {
    const counted = await Promise.all(
      limitsOf(ctx, tier).map(([limit, key]) => counter.spend(limit, key))
    )
    if (ctx.surface === 'api') tellLimits(ctx, counted)
    const waits = counted.filter(({ allowed }) => !allowed).map(({ resetsIn }) => resetsIn)
    if (waits.length > 0) throw new TooManyRequestsError(Math.max(...waits))
    return next()
  }
}

function limitsOf(ctx: HttpContext, tier: Tier): [Limit, string][] {
  const { api, pages, ai } = rateLimits()
  const caller: [Limit, string] =
    ctx.surface === 'api'
      ? [api, `token ${ctx.scope.actor.id}`]
      : [pages, `person ${ctx.account.user.id}`]
  return tier === 'ai' ? [caller, [ai, `organisation ${ctx.scope.organisationId}`]] : [caller]
}
