import type { HttpContext } from '@adonisjs/core/http'
import type { Understood } from '../understand_error.ts'
import type { Spent } from './counter.ts'

/**
 * Tells the caller the limits and what is left of them, as in the IETF draft "RateLimit header fields for HTTP":
 * `RateLimit-Policy: "standard";q=600;w=60` and `RateLimit: "standard";r=599;t=42`.
 */
export function tellLimits(ctx: HttpContext, spent: Spent[]): void {
  const policies = spent.map(({ limit }) => `"${limit.name}";q=${limit.points};w=${limit.seconds}`)
  const states = spent.map(
    ({ limit, remaining, resetsIn }) => `"${limit.name}";r=${remaining};t=${resetsIn}`
  )
  ctx.response.header('RateLimit-Policy', policies.join(', '))
  ctx.response.header('RateLimit', states.join(', '))
}

/**
 * Tells the caller with a refusal how long to wait, whoever refused: the throttle of sign-in included, whose pauses
 * grow and follow no policy.
 */
export function tellWait(ctx: HttpContext, { status, meta }: Pick<Understood, 'status' | 'meta'>) {
  const seconds = meta?.retryAfter
  if (typeof seconds !== 'number') return
  ctx.response.header('Retry-After', String(seconds))
  if (status === 429 && !ctx.response.getHeader('RateLimit')) {
    ctx.response.header('RateLimit', `"auth";r=0;t=${seconds}`)
  }
}
