import type { HttpContext } from '@adonisjs/core/http'
import { renderDocument } from '@karkhana/kernel/documents'
import jobCard from '../documents/job_card.ts'

/** The printed job card. */
export default class JobDocumentController {
  async pdf({ params, response, scope }: HttpContext) {
    const data = await jobCard.load(scope, params.id)
    const pdf = await renderDocument(jobCard, data)
    response.header('content-type', 'application/pdf')
    response.header('content-disposition', `inline; filename="${data.number}.pdf"`)
    return response.send(Buffer.from(pdf))
  }
}
