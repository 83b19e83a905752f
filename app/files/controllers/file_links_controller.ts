import type { HttpContext } from '@adonisjs/core/http'
import { counter } from '../../http/rate_limits/counter.ts'
import { TooManyRequestsError } from '../../http/rate_limits/errors.ts'
import { rateLimits } from '../../http/rate_limits/tiers.ts'
import { addressOf } from '../../identity/services/throttle.ts'
import { openFileLink } from '../links.ts'
import { sendStoredFile } from '../send_stored_file.ts'

/** Files for whoever holds a signed link; see `links.ts`. */
export default class FileLinksController {
  async show(ctx: HttpContext) {
    const { allowed, resetsIn } = await counter.spend(
      rateLimits().links,
      `address ${addressOf(ctx)}`
    )
    if (!allowed) throw new TooManyRequestsError(resetsIn)
    ctx.response.header('x-robots-tag', 'noindex, nofollow')
    const { file, name } = await openFileLink(ctx.params.token as string)
    await sendStoredFile(ctx, file, name)
    ctx.response.header('referrer-policy', 'no-referrer')
    ctx.response.header('cache-control', 'private, no-store')
  }
}
