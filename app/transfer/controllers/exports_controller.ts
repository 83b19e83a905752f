import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { originOf } from '../../identity/services/origin.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { beginExport, cancelExport, exportedFile, listExports } from '../exports/exports.ts'
import { sendFile } from '../send_file.ts'
import { exportValidator } from '../validators.ts'

/** Exports that a job writes. */
@inject()
export default class ExportsController {
  constructor(private registry: ModuleRegistry) {}

  async index({ scope }: HttpContext) {
    return { data: await listExports(scope) }
  }

  async store(ctx: HttpContext) {
    const { source, name, format, choice = {} } = await ctx.request.validateUsing(exportValidator)
    const asked = { source, name, format, choice }
    const view = await beginExport(ctx.scope, this.registry, asked, originOf(ctx))
    const message = { key: 'kernel.export.begun', params: { file: view.fileName } }
    return reply(ctx).saved(view, { to: '/transfer', message, created: true })
  }

  async file(ctx: HttpContext) {
    return sendFile(ctx, await exportedFile(ctx.scope, this.#id(ctx)))
  }

  async cancel(ctx: HttpContext) {
    const view = await cancelExport(ctx.scope, this.#id(ctx))
    return reply(ctx).saved(view, { to: '/transfer', message: 'The export is cancelled.' })
  }

  #id({ params }: HttpContext) {
    return (params as { id: string }).id
  }
}
