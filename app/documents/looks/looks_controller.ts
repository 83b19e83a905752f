import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sendPdf } from '../../http/send_pdf.ts'
import { languageOf } from '../../lang/translate.ts'
import { sayTo } from '../../lang/say.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { documentHtml, letterheadFor, papersOf, printRecord } from '../definition.ts'
import { fontsHref } from '../fonts.ts'
import { printChoice } from '../choice.ts'
import { listLetterheads } from '../letterheads/update_letterhead.ts'
import { documentsInUse } from '../registry.ts'
import { documentLook } from './document_look.ts'
import { sampleData, sampleDocument } from './sample.ts'
import { MANAGE_LOOK, paperAccent, updateDocumentLook } from './update_look.ts'
import { lookPreviewValidator, lookValidator } from './validators.ts'

const PAGE = '/settings/documents'

/** How the papers of the organisation look. */
@inject()
export default class LooksController {
  constructor(private registry: ModuleRegistry) {}

  async show(ctx: HttpContext) {
    const { scope } = ctx
    return reply(ctx).record('kernel::documents/look', await documentLook(scope), async () => {
      const say = sayTo(ctx)
      const documents = await documentsInUse(scope, this.registry)
      return {
        documents: documents.map(({ module, value }) => ({
          id: value.id,
          title: say(module.id, value.title),
          module: say(module.id, module.name),
          papers: papersOf(value),
        })),
        language: languageOf(scope),
        letterheads: await listLetterheads(scope),
        places: [
          ...(scope.branchIds ? [] : [{ id: 'organisation', name: null }]),
          ...scope.branches.map(({ id, name }) => ({ id, name })),
        ],
      }
    })
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(lookValidator)
    const look = await updateDocumentLook(ctx.scope, this.registry, input)
    return reply(ctx).saved(
      { ...look },
      { to: PAGE, message: 'Documents look like this from now on.' }
    )
  }

  /** The sample as it would look, as HTML; asked while somebody chooses. */
  async preview(ctx: HttpContext) {
    const { scope } = ctx
    scope.ensure(MANAGE_LOOK)
    const {
      format,
      language = languageOf(scope),
      ...chosen
    } = await ctx.request.validateUsing(lookPreviewValidator)
    const accent = chosen.accent ? paperAccent(chosen.accent) : null
    const look = { ...(await documentLook(scope)), ...chosen, accent }
    const data = await scope.read(() => sampleData(scope, language))
    const html = await documentHtml(sampleDocument, data, {
      look,
      letterhead: await letterheadFor(scope, data),
      language,
      format,
      fontsHref: fontsHref(),
    })
    return { data: { html } }
  }

  /** The sample as it looks, as a PDF. */
  async sample(ctx: HttpContext) {
    const choice = await printChoice(ctx)
    const { name, content } = await printRecord(ctx.scope, sampleDocument, '', choice)
    return sendPdf(ctx, content, name)
  }
}
