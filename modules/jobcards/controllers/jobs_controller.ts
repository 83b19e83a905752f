import type { HttpContext } from '@adonisjs/core/http'
import { customFieldsOf } from '@karkhana/kernel'
import { reply } from '@karkhana/kernel/http'
import { listInput } from '@karkhana/kernel/lists'
import { JOBS } from '../records.ts'
import { createJob, updateJob } from '../services/jobs.ts'
import { formChoices, newJobChoices } from '../services/form.ts'
import { getJob, listJobs, lookupJobs } from '../services/read_job.ts'
import { jobChangeValidator, jobValidator, lookupValidator } from '../validators/job.ts'

/** Job cards: list, record, form. */
export default class JobsController {
  async index(ctx: HttpContext) {
    const page = await listJobs(ctx.scope, await listInput(ctx))
    return reply(ctx).list('jobcards::index', page)
  }

  async lookup({ request, scope }: HttpContext) {
    return { data: await lookupJobs(scope, await lookupValidator.validate(request.qs())) }
  }

  async show(ctx: HttpContext) {
    const job = await getJob(ctx.scope, ctx.params.id)
    const given = { jobId: job.id, status: job.status, number: job.number }
    const slots = { 'jobcards.job.actions': given, 'jobcards.job.aside': given }
    const page = async () => ({
      customFields: await customFieldsOf(ctx.scope, JOBS.table),
    })
    return reply(ctx).record('jobcards::show', job, page, { slots })
  }

  async create(ctx: HttpContext) {
    const choices = await newJobChoices(ctx.scope, ctx.request.qs())
    const customFields = await customFieldsOf(ctx.scope, JOBS.table)
    return reply(ctx).page('jobcards::form', { record: null, ...choices, customFields })
  }

  async edit(ctx: HttpContext) {
    const record = await getJob(ctx.scope, ctx.params.id)
    const choices = await formChoices(ctx.scope)
    const customFields = await customFieldsOf(ctx.scope, JOBS.table)
    return reply(ctx).page('jobcards::form', { record, ...choices, customFields })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(jobValidator)
    const { id } = await createJob(ctx.scope, input)
    const job = await getJob(ctx.scope, id)
    return reply(ctx).saved(job, {
      to: `/jobcards/${id}`,
      message: `Job card ${job.number} opened.`,
      created: true,
    })
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(jobChangeValidator)
    const { id } = await updateJob(ctx.scope, ctx.params.id, input)
    const job = await getJob(ctx.scope, id)
    return reply(ctx).saved(job, {
      to: `/jobcards/${id}`,
      message: `Job card ${job.number} saved.`,
    })
  }
}
