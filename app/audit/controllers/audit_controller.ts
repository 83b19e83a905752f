import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { readerLanguage } from '../../lang/reader_language.ts'
import { sayTo } from '../../lang/say.ts'
import { originOf } from '../../identity/services/origin.ts'
import { listInput } from '../../lists/main.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { changesIn, eventsIn, trailIn } from '../audit_words.ts'
import { auditCatalogue } from '../catalogue.ts'
import { listChanges, recordChanges } from '../changes.ts'
import { listEvents } from '../events.ts'
import { exportChanges, exportEvents, type CsvFile } from '../export.ts'

/** The audit trail of the organisation and of one record, its security events, and both as files. */
@inject()
export default class AuditController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const list = await listChanges(
      ctx.scope,
      this.registry,
      await listInput(ctx),
      readerLanguage(ctx)
    )
    const catalogue = await auditCatalogue(this.registry)
    return reply(ctx).list('kernel::settings/audit', changesIn(sayTo(ctx), catalogue, list))
  }

  async events(ctx: HttpContext) {
    const list = await listEvents(ctx.scope, await listInput(ctx))
    return reply(ctx).list('kernel::settings/audit_events', eventsIn(sayTo(ctx), list))
  }

  async record(ctx: HttpContext) {
    const { cursor, limit } = await listInput(ctx)
    const { table, id } = ctx.params as { table: string; id: string }
    const query = { table, id, cursor, limit }
    const { record, list } = await recordChanges(
      ctx.scope,
      this.registry,
      query,
      readerLanguage(ctx)
    )
    const [say, catalogue] = [sayTo(ctx), await auditCatalogue(this.registry)]
    return reply(ctx).list('kernel::settings/audit_record', changesIn(say, catalogue, list), {
      record: trailIn(say, catalogue, record),
    })
  }

  async exportChanges(ctx: HttpContext) {
    const { filters = {} } = await listInput(ctx)
    return send(ctx, await exportChanges(ctx.scope, this.registry, filters, originOf(ctx)))
  }

  async exportEvents(ctx: HttpContext) {
    const { filters = {} } = await listInput(ctx)
    return send(ctx, await exportEvents(ctx.scope, filters, originOf(ctx)))
  }
}

function send({ response }: HttpContext, { name, content }: CsvFile) {
  response.header('content-type', 'text/csv; charset=utf-8')
  response.header('content-disposition', `attachment; filename="${name}"`)
  response.stream(content)
}
