import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { counter } from '../http/rate_limits/counter.ts'
import { TooManyRequestsError } from '../http/rate_limits/errors.ts'
import { isActive } from '../modules/gate.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { recordFault } from './faults.ts'
import { fillsOf } from './fills.ts'

/** Faults that the pages of one person may tell of in a minute; more say nothing new. */
const LIMIT = { name: 'faults', points: 30, seconds: 60 }

const validator = vine.create({
  slot: vine.string().maxLength(120),
  component: vine.string().maxLength(120),
  message: vine.string().trim().minLength(1).maxLength(2000),
  /** What Vue was doing: drawing, handling an event, loading. */
  during: vine.string().maxLength(200).optional(),
  stack: vine.string().maxLength(8000).optional(),
})

/** Takes what went wrong in the browser in a part that a module put into a page. */
@inject()
export default class FaultsController {
  constructor(private registry: ModuleRegistry) {}

  /** Faults of parts that the reader does not see are thrown away: nobody can invent any for other modules. */
  async store(ctx: HttpContext) {
    const { scope, account, request, response, logger } = ctx
    const { allowed, resetsIn } = await counter.spend(LIMIT, `person ${account.user.id}`)
    if (!allowed) throw new TooManyRequestsError(resetsIn)
    const { slot, component, message, during, stack } = await request.validateUsing(validator)
    const module = this.#ownerOf(ctx, slot, component)
    if (module) {
      const fault = { module, slot, component, message }
      const { organisationId, requestId } = scope
      logger.error(
        { ...fault, during, stack, organisationId, requestId },
        'a part of a page failed'
      )
      await recordFault(scope, fault)
    }
    return response.noContent()
  }

  #ownerOf({ scope }: HttpContext, slot: string, component: string): string | null {
    const fill = fillsOf(this.registry, scope, slot).find((each) => each.component === component)
    if (fill) return fill.module
    const card = this.registry
      .manifests()
      .filter(({ id }) => isActive(scope, id))
      .find(({ widgets }) =>
        widgets.some(
          (widget) =>
            widget.id === slot && widget.kind === 'component' && widget.component === component
        )
      )
    return card?.id ?? null
  }
}
