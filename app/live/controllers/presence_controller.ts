import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { maySeeRecord } from '../access.ts'
import { endPresence, notePresence, peopleAt } from '../presence.ts'
import { leaveValidator, presenceValidator } from '../validators.ts'

/** Who has a record open. */
export default class PresenceController {
  /** A sign of life; answers with everybody who has the record open. */
  async store(ctx: HttpContext) {
    const { window, ...place } = await ctx.request.validateUsing(presenceValidator)
    const registry = await ctx.containerResolver.make(ModuleRegistry)
    if (!(await maySeeRecord(ctx.scope, registry, place))) throw new NotFoundError()
    await notePresence(ctx.scope, window, place)
    return { data: { people: await peopleAt(ctx.scope, place) } }
  }

  async leave(ctx: HttpContext) {
    const { window } = await ctx.request.validateUsing(leaveValidator)
    await endPresence(ctx.scope, window)
    return ctx.response.noContent()
  }
}
