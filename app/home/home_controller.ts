import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../http/reply.ts'
import { menuFor } from '../modules/contributions.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { homeCards } from '../widgets/cards.ts'
import type { HomeCard } from '../widgets/declaration.ts'

/** The start page: the numbers and the waiting work that the enabled modules find worth showing. */
@inject()
export default class HomeController {
  constructor(private registry: ModuleRegistry) {}

  async show(ctx: HttpContext) {
    const cards = await homeCards(this.registry, ctx.scope)
    return reply(ctx).page('kernel::home', {
      cards,
      steps: hasFigures(cards) ? [] : this.#firstSteps(ctx.scope),
    })
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
