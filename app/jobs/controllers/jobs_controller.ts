import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { listInput } from '../../lists/main.ts'
import { ensureMayManageJobs, listJobs, readJob } from '../lists.ts'
import { cancelJob, retryJob } from '../manage.ts'

/** Background work of the organisation. */
export default class JobsController {
  async index(ctx: HttpContext) {
    const list = await listJobs(ctx.scope, await listInput(ctx), sayTo(ctx))
    return reply(ctx).list('kernel::settings/jobs', list)
  }

  async show(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    return reply(ctx).record('kernel::settings/job', await readJob(ctx.scope, id, sayTo(ctx)))
  }

  async retry(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    ensureMayManageJobs(ctx.scope)
    await retryJob(ctx.scope, id)
    return reply(ctx).saved(
      { id },
      { to: `/settings/jobs/${id}`, message: 'It is tried again in a moment.' }
    )
  }

  async cancel(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    ensureMayManageJobs(ctx.scope)
    await cancelJob(ctx.scope, id)
    return reply(ctx).saved(
      { id },
      { to: `/settings/jobs/${id}`, message: 'The work is cancelled.' }
    )
  }
}
