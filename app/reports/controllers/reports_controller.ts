import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { readerLanguage } from '../../lang/reader_language.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { tableFile } from '../../transfer/export.ts'
import { sendFile } from '../../transfer/send_file.ts'
import { formatValidator } from '../../transfer/validators.ts'
import { lineIn, reportIn } from '../report_words.ts'
import { listReports, runReport } from '../reports.ts'

/** Figures that the modules compute from their data. */
@inject()
export default class ReportsController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const found = await listReports(ctx.scope, this.registry)
    const reports = found.map((line) => lineIn(readerLanguage(ctx), line))
    if (ctx.surface === 'api') return { data: reports }
    return reply(ctx).page('kernel::reports/index', { reports })
  }

  async show(ctx: HttpContext) {
    return reply(ctx).record('kernel::reports/show', await this.#run(ctx))
  }

  /** The same rows as a file; without the totals, which a spreadsheet makes itself. */
  async export(ctx: HttpContext) {
    const { format = 'csv' } = await formatValidator.validate({ format: ctx.request.qs().format })
    const { title, columns, rows } = await this.#run(ctx)
    async function* batches() {
      yield rows
    }
    return sendFile(ctx, tableFile(ctx.scope, title, columns, batches(), format))
  }

  async #run(ctx: HttpContext) {
    const { report } = ctx.params as { report: string }
    const found = await runReport(ctx.scope, this.registry, report, ctx.request.qs())
    return reportIn(readerLanguage(ctx), found)
  }
}
