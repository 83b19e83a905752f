import type { HttpContext } from '@adonisjs/core/http'
import { translate } from '@karkhana/kernel'
import { reply } from '@karkhana/kernel/http'
import { recordApproval } from '../services/approvals.ts'
import { cancelJob } from '../services/cancel_job.ts'
import { changeJobStatus } from '../services/change_job_status.ts'
import { saveLines } from '../services/lines.ts'
import { getJob } from '../services/read_job.ts'
import { STATUS_LOOKS } from '../status/looks.ts'
import { wayBack } from '../status/way_back.ts'
import {
  approvalValidator,
  cancellationValidator,
  linesValidator,
  transitionValidator,
} from '../validators/job.ts'

/** The work on a card: its lines, its status, the customer's approval. */
export default class JobWorkController {
  async lines(ctx: HttpContext) {
    const { version, lines } = await ctx.request.validateUsing(linesValidator)
    await saveLines(ctx.scope, ctx.params.id, {
      version,
      lines: lines.map((line) => ({
        ...line,
        discountPercent: line.discountPercent ?? '0',
        treatment: line.treatment ?? 'taxable',
        state: line.state ?? 'open',
      })),
    })
    return this.#saved(ctx, (job) => `Lines of ${job.number} saved.`)
  }

  async transition(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(transitionValidator)
    const before = await getJob(ctx.scope, ctx.params.id)
    await changeJobStatus(ctx.scope, before.id, input)
    const job = await getJob(ctx.scope, before.id)
    const back = wayBack(before, job.status, translate(ctx.scope.language, 'jobcards.taken_back'))
    return reply(ctx).saved(job, {
      to: `/jobcards/${job.id}`,
      message: `Job card ${job.number}: ${STATUS_LOOKS[job.status].label.toLowerCase()}.`,
      undo: back && {
        method: 'post',
        href: `/jobcards/${job.id}/transitions`,
        data: { ...back, version: job.version },
      },
    })
  }

  async approve(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(approvalValidator)
    await recordApproval(ctx.scope, ctx.params.id, input)
    return this.#saved(ctx, (job) => `Approval of ${job.number} recorded.`, true)
  }

  async cancel(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(cancellationValidator)
    await cancelJob(ctx.scope, ctx.params.id, input)
    return this.#saved(ctx, (job) => `Job card ${job.number} cancelled.`)
  }

  async #saved(
    ctx: HttpContext,
    message: (job: Awaited<ReturnType<typeof getJob>>) => string,
    created = false
  ) {
    const job = await getJob(ctx.scope, ctx.params.id)
    return reply(ctx).saved(job, { to: `/jobcards/${job.id}`, message: message(job), created })
  }
}
