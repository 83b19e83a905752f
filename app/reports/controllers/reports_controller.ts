import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { tableFile } from '../../transfer/export.ts'
import { sendFile } from '../../transfer/send_file.ts'
import { formatValidator } from '../../transfer/validators.ts'
import { listReports, runReport } from '../reports.ts'

/** Figures that the modules compute from their data. */
@inject()
export default class ReportsController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const reports = await listReports(ctx.scope, this.registry)
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

  #run({ scope, params, request }: HttpContext) {
    const { report } = params as { report: string }
    return runReport(scope, this.registry, report, request.qs())
  }
}
