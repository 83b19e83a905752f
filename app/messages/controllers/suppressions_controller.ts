import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { listInput } from '../../lists/main.ts'
import { listSuppressions, release, SUPPRESSION_REASONS } from '../suppressions.ts'

/** Addresses that get nothing more. */
export default class SuppressionsController {
  async index(ctx: HttpContext) {
    const list = await listSuppressions(ctx.scope, await listInput(ctx))
    if (ctx.surface === 'api') return reply(ctx).list('kernel::settings/suppressions', list)
    const say = sayTo(ctx)
    const rows = list.rows.map((row) => ({
      ...row,
      why: say('kernel', SUPPRESSION_REASONS[row.reason]),
    }))
    return reply(ctx).list('kernel::settings/suppressions', { ...list, rows })
  }

  async release(ctx: HttpContext) {
    const released = await release(ctx.scope, ctx.params.id)
    return reply(ctx).saved(released, {
      to: '/settings/messages/held-back',
      message: 'The address may be written to again.',
    })
  }
}
