import type { HttpContext } from '@adonisjs/core/http'
import { TooManyRequestsError } from './errors.ts'
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
 * Refuses the request with the time to wait.
 * @throws TooManyRequestsError
 */
export function refuse(ctx: HttpContext, seconds: number): never {
  ctx.response.header('Retry-After', String(seconds))
  throw new TooManyRequestsError(seconds)
}
