import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { listInput } from '../../lists/main.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { listRuns, listSchedules, runNow } from '../overview.ts'

/** Work that the clock of the organisation starts. */
@inject()
export default class SchedulesController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const schedules = await listSchedules(ctx.scope, this.registry, sayTo(ctx))
    if (ctx.surface === 'api') return { data: schedules }
    const list = await listRuns(ctx.scope, this.registry, await listInput(ctx), sayTo(ctx))
    return reply(ctx).list('kernel::settings/schedules', list, { schedules })
  }

  async runs(ctx: HttpContext) {
    const list = await listRuns(ctx.scope, this.registry, await listInput(ctx), sayTo(ctx))
    return { data: list.rows, nextCursor: list.nextCursor, limit: list.limit }
  }

  async run(ctx: HttpContext) {
    const schedule = ctx.params.schedule as string
    const state = await runNow(ctx.scope, this.registry, schedule)
    return reply(ctx).saved(
      { schedule, state },
      {
        to: '/settings/schedules',
        message:
          state === 'skipped'
            ? 'Skipped: the run before it is still at work.'
            : 'It runs in a moment.',
      }
    )
  }
}
