import { createReadStream } from 'node:fs'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendStoredFile } from '../../files/send_stored_file.ts'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { originOf } from '../../identity/services/origin.ts'
import { listInput } from '../../lists/list_input.ts'
import { runList } from '../../lists/define_list.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { exportableModules } from '../export/exportable.ts'
import { downloadExport, ensureMayExport, KEPT_DAYS, requestExport } from '../export/exports.ts'
import { exportList, exportRecord } from '../export/exports_list.ts'
import { exportValidator } from '../validators.ts'

/** Exports of the data of the organisation. */
@inject()
export default class ExportsController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    ensureMayExport(ctx.scope)
    const list = await runList(ctx.scope, exportList, await listInput(ctx))
    return reply(ctx).list('kernel::settings/data', list, async () => {
      const { modules } = await ctx.scope.read((unit) => exportableModules(unit, this.registry))
      const say = sayTo(ctx)
      return {
        modules: modules.map((each) => ({ ...each, name: say(each.id, each.name) })),
        keptDays: KEPT_DAYS,
        limited: ctx.scope.branchIds !== null,
      }
    })
  }

  async store(ctx: HttpContext) {
    const { modules } = await ctx.request.validateUsing(exportValidator)
    const id = await requestExport(ctx.scope, this.registry, modules)
    return reply(ctx).saved(await exportRecord(ctx.scope, id), {
      to: '/settings/data',
      message: 'The export is being written. It is verified before you can download it.',
      created: true,
    })
  }

  async show(ctx: HttpContext) {
    return reply(ctx).record('', await exportRecord(ctx.scope, ctx.params.id as string))
  }

  async download(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const { stored, path, name, bytes } = await downloadExport(ctx.scope, id, originOf(ctx))
    const { response } = ctx
    if (stored) {
      await sendStoredFile(ctx, stored, name)
      return response.header('cache-control', 'private, no-store')
    }
    response.header('content-type', 'application/zip')
    response.header('content-length', String(bytes))
    response.header('content-disposition', `attachment; filename="${name}"`)
    response.header('cache-control', 'private, no-store')
    response.stream(createReadStream(path))
  }
}
