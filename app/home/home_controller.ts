import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../http/reply.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { onboardingCard } from '../onboarding/card.ts'
import { arrange, resetArrangement } from '../widgets/arrangement.ts'
import { homeCards } from '../widgets/cards.ts'
import type { HomeCard } from '../widgets/declaration.ts'
import { periodOf, STANDARD_PERIOD } from '../widgets/period.ts'
import { arrangementValidator, homeValidator } from './validators.ts'

/** The start page: the numbers and the waiting work that the enabled modules find worth showing. */
@inject()
export default class HomeController {
  constructor(private registry: ModuleRegistry) {}

  async show(ctx: HttpContext) {
    const { period: id } = await ctx.request.validateUsing(homeValidator)
    const period = periodOf(ctx.scope, id ?? STANDARD_PERIOD)
    const home = await homeCards(this.registry, ctx.scope, period)
    return reply(ctx).page('kernel::home', {
      ...home,
      period: period.id,
      begun: hasFigures(home.cards),
      onboarding: await onboardingCard(this.registry, ctx.scope),
    })
  }

  /** Keeps the order and the choice of cards for the reader. */
  async arrange(ctx: HttpContext) {
    const { cards } = await ctx.request.validateUsing(arrangementValidator)
    await arrange(ctx.scope, cards)
    return ctx.response.redirect().status(303).back()
  }

  async reset(ctx: HttpContext) {
    await resetArrangement(ctx.scope)
    return ctx.response.redirect().status(303).back()
  }
}

/** Whether anything was entered yet, as far as figures tell. */
function hasFigures(cards: HomeCard[]) {
  return cards.some(
    (card) => card.kind === 'figures' && card.tiles.some(({ value }) => value !== 0)
  )
}
