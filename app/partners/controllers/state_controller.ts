import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { translate } from '../../lang/translate.ts'
import { resume, suspend } from '../services/suspension.ts'
import { suspensionValidator } from '../validators.ts'

/** Closing an organisation, and opening it again. */
export default class StateController {
  async suspend(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const input = await ctx.request.validateUsing(suspensionValidator)
    await suspend(ctx.partner, id, input)
    return reply(ctx).saved(
      { id },
      {
        to: `/partner/organisations/${id}`,
        message: 'The organisation is suspended. Its data is kept.',
      }
    )
  }

  async resume(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const jobs = await resume(ctx.partner, id)
    return reply(ctx).saved(
      { id, jobs },
      {
        to: `/partner/organisations/${id}`,
        message: translate(ctx.partner.language, 'kernel.partners.resumed', { count: jobs }),
      }
    )
  }
}
