import type { HttpContext } from '@adonisjs/core/http'
import { addressOf } from '../../identity/services/throttle.ts'
import { counter, type Spent } from './counter.ts'
import { TooManyRequestsError } from './errors.ts'
import { tellLimits } from './headers.ts'
import { rateLimits } from './tiers.ts'

/**
 * Before a token is looked at: refuses an address that has sent too many wrong ones, whatever it sends now. Nobody is
 * shut out elsewhere. Requests without a token count nothing; there is nothing to guess in them.
 * @throws TooManyRequestsError
 */
export function ensureMayTryToken(ctx: HttpContext): void {
  refuseWhenSpent(ctx, counter.look(rateLimits().tokenFailures, keyOf(ctx)))
}

/**
 * After a wrong token: counts it.
 * @throws TooManyRequestsError when it was one too many
 */
export async function countWrongToken(ctx: HttpContext): Promise<void> {
  refuseWhenSpent(ctx, await counter.spend(rateLimits().tokenFailures, keyOf(ctx)))
}

function refuseWhenSpent(ctx: HttpContext, spent: Spent) {
  tellLimits(ctx, [spent])
  if (!spent.allowed) throw new TooManyRequestsError(spent.resetsIn)
}

function keyOf(ctx: HttpContext): string {
  return `address ${addressOf(ctx)}`
}
