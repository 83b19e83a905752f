import type { HttpContext } from '@adonisjs/core/http'
import type {} from '@karkhana/jobcards/contracts'
import { reply } from '@karkhana/kernel/http'
import { jobForm } from '../services/form.ts'
import { createDraftFromJob } from '../services/from_job.ts'
import { readInvoice } from '../services/read_invoice.ts'

/** Invoices of job cards. */
export default class JobInvoicesController {
  /** The form with the lines of the card; nothing is saved yet. */
  async create(ctx: HttpContext) {
    const form = await jobForm(ctx.scope, ctx.params.jobId)
    if (form.existing) return ctx.response.redirect().toPath(`/invoicing/${form.existing.id}`)
    return reply(ctx).page('invoicing::form', form.props)
  }

  /** The draft at once. */
  async store(ctx: HttpContext) {
    const { id } = await createDraftFromJob(ctx.scope, ctx.params.jobId)
    const record = ctx.surface === 'api' ? await readInvoice(ctx.scope, id) : { id }
    return reply(ctx).saved(record, {
      to: `/invoicing/${id}`,
      message: 'Draft made from the job card. Check it, then issue it.',
      created: true,
    })
  }
}
