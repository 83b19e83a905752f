import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../http/reply.ts'
import { menuFor } from '../modules/contributions.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
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
      steps: hasFigures(home.cards) ? [] : this.#firstSteps(ctx.scope),
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

  /** What a new organisation can do first: whatever its modules let the reader create. */
  #firstSteps(scope: Scope) {
    return menuFor(this.registry, scope)
      .filter((item) => item.createHref)
      .map((item) => ({
        label: item.createLabel ?? item.label,
        href: item.createHref!,
        icon: item.icon,
      }))
  }
}

/** Whether anything was entered yet, as far as figures tell. */
function hasFigures(cards: HomeCard[]) {
  return cards.some(
    (card) => card.kind === 'figures' && card.tiles.some(({ value }) => value !== 0)
  )
}
