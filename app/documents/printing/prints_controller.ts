import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendStoredFile } from '../../files/send_stored_file.ts'
import { findStoredFile } from '../../files/stored_file.ts'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { runList } from '../../lists/define_list.ts'
import { listInput } from '../../lists/list_input.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { listDocuments } from '../registry.ts'
import { cancelPrintRun, fileOfPrintRun, KEPT_DAYS, readPrintRun } from './print_run.ts'
import { printList } from './prints_list.ts'
import { requestPrinting } from './request_printing.ts'
import { printingValidator } from './validators.ts'

/** Documents of many records, printed into one file; everybody sees their own. */
@inject()
export default class PrintsController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const list = await runList(ctx.scope, printList, await listInput(ctx))
    return reply(ctx).list('kernel::documents/prints', list, async () => {
      const say = sayTo(ctx)
      const documents = await listDocuments(ctx.scope, this.registry)
      return {
        titles: Object.fromEntries(
          documents.map(({ id, module, title }) => [id, say(module, title)])
        ),
        keptDays: KEPT_DAYS,
      }
    })
  }

  async store(ctx: HttpContext) {
    const { document } = ctx.params as { document: string }
    const request = await ctx.request.validateUsing(printingValidator)
    const run = await requestPrinting(ctx.scope, this.registry, document, request)
    return reply(ctx).made(run)
  }

  async show(ctx: HttpContext) {
    return { data: await readPrintRun(ctx.scope, idOf(ctx)) }
  }

  async cancel(ctx: HttpContext) {
    return { data: await cancelPrintRun(ctx.scope, idOf(ctx)) }
  }

  async file(ctx: HttpContext) {
    const { fileId, name } = await fileOfPrintRun(ctx.scope, idOf(ctx))
    return sendStoredFile(ctx, await findStoredFile(ctx.scope, fileId), name)
  }
}

const idOf = ({ params }: HttpContext) => String((params as { id: string }).id)
