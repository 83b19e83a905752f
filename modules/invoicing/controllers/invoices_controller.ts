import { randomUUID } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import { customFieldsOf } from '@karkhana/kernel'
import { reply } from '@karkhana/kernel/http'
import { listInput, runList } from '@karkhana/kernel/lists'
import invoices from '../lists/invoices.ts'
import { INVOICES } from '../records.ts'
import { cancelInvoice } from '../services/cancel.ts'
import { createDraft, discardDraft, updateDraft } from '../services/drafts.ts'
import { editForm, newForm } from '../services/form.ts'
import { issueInvoice } from '../services/issue.ts'
import { lookupInvoices } from '../services/lookup.ts'
import { previewInvoice } from '../services/preview.ts'
import { readInvoice } from '../services/read_invoice.ts'
import { draftWarnings } from '../services/warnings.ts'
import {
  cancelValidator,
  draftValidator,
  issueValidator,
  lookupValidator,
  previewValidator,
} from '../validators/invoices.ts'

/** Invoices from draft to cancellation. */
export default class InvoicesController {
  async index(ctx: HttpContext) {
    const list = await runList(ctx.scope, invoices, await listInput(ctx))
    return reply(ctx).list('invoicing::index', list)
  }

  async lookup(ctx: HttpContext) {
    const input = await lookupValidator.validate(ctx.request.qs())
    return { data: await lookupInvoices(ctx.scope, input) }
  }

  async show(ctx: HttpContext) {
    const record = await readInvoice(ctx.scope, ctx.params.id)
    const slots = { 'invoicing.invoice.aside': { invoiceId: record.id, status: record.status } }
    const page = async () => ({
      warnings: record.status === 'draft' ? await draftWarnings(ctx.scope, record) : [],
      today: ctx.scope.today(),
      paymentKey: randomUUID(),
      customFields: await customFieldsOf(ctx.scope, INVOICES.table),
    })
    return reply(ctx).record('invoicing::show', record, page, { slots })
  }

  async create(ctx: HttpContext) {
    return reply(ctx).page('invoicing::form', await newForm(ctx.scope))
  }

  async edit(ctx: HttpContext) {
    return reply(ctx).page('invoicing::form', await editForm(ctx.scope, ctx.params.id))
  }

  async preview(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(previewValidator)
    return { data: await previewInvoice(ctx.scope, input) }
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(draftValidator)
    const { id } = await createDraft(ctx.scope, input)
    return this.#saved(ctx, id, 'Draft saved. Nothing is posted until it is issued.', true)
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(draftValidator)
    const { id } = await updateDraft(ctx.scope, ctx.params.id, input)
    return this.#saved(ctx, id, 'Draft saved.')
  }

  async destroy(ctx: HttpContext) {
    await discardDraft(ctx.scope, ctx.params.id)
    return reply(ctx).saved(
      { id: ctx.params.id },
      { to: '/invoicing', message: 'The draft is gone.' }
    )
  }

  async issue(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(issueValidator)
    const { id, number } = await issueInvoice(ctx.scope, ctx.params.id, input)
    return this.#saved(ctx, id, `Invoice ${number} is issued and posted.`)
  }

  async cancel(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(cancelValidator)
    const { id, number } = await cancelInvoice(ctx.scope, ctx.params.id, input)
    return this.#saved(ctx, id, `Invoice ${number} is cancelled; its number stays used.`)
  }

  async #saved(ctx: HttpContext, id: string, message: string, created = false) {
    const record = ctx.surface === 'api' ? await readInvoice(ctx.scope, id) : { id }
    return reply(ctx).saved(record, { to: `/invoicing/${id}`, message, created })
  }
}
