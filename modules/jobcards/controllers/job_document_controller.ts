import type { HttpContext } from '@adonisjs/core/http'
import { sendPdf } from '@karkhana/kernel/http'
import { renderDocument } from '@karkhana/kernel/documents'
import jobCard from '../documents/job_card.ts'

/** The printed job card. */
export default class JobDocumentController {
  async pdf(ctx: HttpContext) {
    const data = await jobCard.load(ctx.scope, ctx.params.id)
    return sendPdf(ctx, await renderDocument(jobCard, data), `${data.number}.pdf`)
  }
}
