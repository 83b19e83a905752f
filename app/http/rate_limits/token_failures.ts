import { isIPv6 } from 'node:net'
import type { HttpContext } from '@adonisjs/core/http'
import { counter, type Spent } from './counter.ts'
import { refuse, tellLimits } from './headers.ts'
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
  if (!spent.allowed) refuse(ctx, spent.resetsIn)
}

/** One customer of a provider has a whole /64 of IPv6 (RFC 6177), so that counts as one address. */
function keyOf(ctx: HttpContext): string {
  const ip = ctx.request.ip()
  if (!isIPv6(ip) || ip.startsWith('::')) return `address ${ip}`
  const [head, tail = ''] = ip.split('::')
  const groups = head.split(':')
  const missing = 8 - groups.length - (tail ? tail.split(':').length : 0)
  const filled = ip.includes('::') ? [...groups, ...Array<string>(missing).fill('0')] : groups
  return `address ${filled
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}`
}
