import type { HttpContext } from '@adonisjs/core/http'
import { printChoice, printRecord } from '@karkhana/kernel/documents'
import { sendPdf } from '@karkhana/kernel/http'
import jobCard from '../documents/job_card.ts'

/** The printed job card. */
export default class JobDocumentController {
  async pdf(ctx: HttpContext) {
    const choice = await printChoice(ctx)
    const { name, content } = await printRecord(ctx.scope, jobCard, ctx.params.id, choice)
    return sendPdf(ctx, content, name)
  }
}
