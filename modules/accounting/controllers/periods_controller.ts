import type { HttpContext } from '@adonisjs/core/http'
import { translate } from '@karkhana/kernel'
import { formatDate } from '@karkhana/kernel/dates'
import { reply } from '@karkhana/kernel/http'
import { lockHistory, lockPeriod } from '../services/periods.ts'
import { lockValidator } from '../validators/accounting.ts'

/** Up to which day the books are closed. */
export default class PeriodsController {
  async show(ctx: HttpContext) {
    const history = await lockHistory(ctx.scope)
    const lockedUntil = history.at(0)?.lockedUntil ?? null
    return reply(ctx).record('accounting::periods', { lockedUntil, history })
  }

  async store(ctx: HttpContext) {
    const lock = await lockPeriod(ctx.scope, await ctx.request.validateUsing(lockValidator))
    return reply(ctx).saved(lock, {
      to: '/accounting/periods',
      message: lock.lockedUntil
        ? translate(ctx.scope.language, 'accounting.saved.locked', {
            date: formatDate(lock.lockedUntil),
          })
        : translate(ctx.scope.language, 'accounting.saved.opened'),
      created: true,
    })
  }
}
