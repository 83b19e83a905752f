import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { sendPdf } from '../../http/send_pdf.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { fontFaces } from '../fonts.ts'
import { printChoice } from '../choice.ts'
import { listDocuments, printDocument } from '../registry.ts'

const validator = vine.create({ record: vine.string().maxLength(63).optional() })

/** The printed documents of all modules. */
@inject()
export default class DocumentsController {
  constructor(private registry: ModuleRegistry) {}

  async index({ scope, request }: HttpContext) {
    const { record } = await validator.validate(request.qs())
    return { data: await listDocuments(scope, this.registry, record) }
  }

  /** The typefaces of papers, for pages that show one before it is printed. The address changes with the fonts. */
  fonts({ response }: HttpContext) {
    response.header('content-type', 'text/css; charset=utf-8')
    response.header('cache-control', 'private, max-age=31536000, immutable')
    return response.send(fontFaces())
  }

  async pdf(ctx: HttpContext) {
    const { document, id } = ctx.params as { document: string; id: string }
    const { name, content } = await printDocument(
      ctx.scope,
      this.registry,
      document,
      id,
      await printChoice(ctx)
    )
    return sendPdf(ctx, content, name)
  }
}
