import type { HttpContext } from '@adonisjs/core/http'
import { translate } from '@karkhana/kernel'
import { reply } from '@karkhana/kernel/http'
import { allowedRates } from '../services/allowed_rates.ts'
import { getItem } from '../services/items.ts'
import { decideRate } from '../services/own_rates.ts'
import { rateHistory } from '../services/rate_history.ts'
import { itemRecord } from '../transformers/item.ts'
import { ownRateValidator } from '../validators/items.ts'

/** GST of an item by date. */
export default class RatesController {
  async index(ctx: HttpContext) {
    const item = await getItem(ctx.scope, ctx.params.id)
    const history = await rateHistory(ctx.scope, item)
    return reply(ctx).record(
      'catalog::rates',
      { item: itemRecord(ctx.scope, item), ...history },
      async () => ({
        allowedRates: allowedRates(ctx.scope.today()),
        today: ctx.scope.today(),
      })
    )
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(ownRateValidator)
    const decision = await decideRate(ctx.scope, ctx.params.id, input)
    return reply(ctx).saved(decision, {
      to: `/catalog/${ctx.params.id}/rates`,
      message:
        decision.rate === null
          ? translate(ctx.scope.language, 'catalog.saved.law')
          : translate(ctx.scope.language, 'catalog.saved.rate', { rate: decision.rate }),
      created: true,
    })
  }
}
