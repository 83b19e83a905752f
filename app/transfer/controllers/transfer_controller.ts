import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { originOf } from '../../identity/services/origin.ts'
import { listInput } from '../../lists/main.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { exportersFor, importerNamed, importersFor } from '../definitions.ts'
import { exportRecords } from '../export.ts'
import { listExports } from '../exports/exports.ts'
import { inBackground } from '../exports/in_background.ts'
import { FILE_LIMITS } from '../files/limits.ts'
import { columnsOf, listImports } from '../imports.ts'
import { sendFile } from '../send_file.ts'
import { importTemplate } from '../template.ts'
import { columnsIn, lineIn } from '../transfer_words.ts'
import { formatValidator } from '../validators.ts'

/** What can be imported and exported. */
@inject()
export default class TransferController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const list = await this.#imports(ctx)
    const importers = await this.#importers(ctx)
    const exporters = await this.#exporters(ctx)
    if (ctx.surface === 'api') return { data: { importers, exporters } }
    const exports = await listExports(ctx.scope)
    return reply(ctx).list('kernel::transfer/index', list, { importers, exporters, exports })
  }

  async imports(ctx: HttpContext) {
    const list = await this.#imports(ctx)
    return reply(ctx).list('kernel::transfer/index', list)
  }

  async importers(ctx: HttpContext) {
    return { data: await this.#importers(ctx) }
  }

  async exporters(ctx: HttpContext) {
    return { data: await this.#exporters(ctx) }
  }

  async importer(ctx: HttpContext) {
    const { importer: id } = ctx.params as { importer: string }
    const found = await importerNamed(ctx.scope, this.registry, id)
    const { label } = lineIn(sayTo(ctx), found)
    const columns = columnsIn(sayTo(ctx), id, await columnsOf(ctx.scope, found.value))
    const record = { id, label, columns }
    return reply(ctx).record('kernel::transfer/importer', record, { limits: FILE_LIMITS })
  }

  async template(ctx: HttpContext) {
    const { format = 'xlsx' } = await formatValidator.validate(ctx.request.qs())
    const { importer: id } = ctx.params as { importer: string }
    return sendFile(ctx, await importTemplate(ctx.scope, this.registry, id, format))
  }

  async export(ctx: HttpContext) {
    const { format = 'csv' } = await formatValidator.validate(ctx.request.qs())
    const { exporter: id } = ctx.params as { exporter: string }
    const asked = { source: 'exporter', name: id, format, choice: {} } as const
    if (await inBackground(ctx, this.registry, asked)) return
    return sendFile(ctx, await exportRecords(ctx.scope, this.registry, id, format, originOf(ctx)))
  }

  async #importers(ctx: HttpContext) {
    const all = await importersFor(ctx.scope, this.registry)
    return all.map((each) => lineIn(sayTo(ctx), each))
  }

  async #exporters(ctx: HttpContext) {
    const all = await exportersFor(ctx.scope, this.registry)
    return all.map((each) => lineIn(sayTo(ctx), each))
  }

  /** The imports of the reader, as they call what was imported. */
  async #imports(ctx: HttpContext) {
    return listImports(ctx.scope, this.registry, await listInput(ctx), sayTo(ctx))
  }
}
