import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { listInput, runList } from '../../lists/main.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { fileUsage } from '../quota.ts'
import { keptFiles } from '../room/kept_files.ts'
import { whatTakesRoom } from '../room/what_takes_room.ts'

/** How much room files take, by what, and a way to make room. */
@inject()
export default class RoomController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const { scope } = ctx
    const list = await runList(scope, keptFiles(scope, this.registry), await listInput(ctx))
    return reply(ctx).list('kernel::settings/files', list, {
      usage: await fileUsage(scope),
      parts: await whatTakesRoom(scope, this.registry),
    })
  }
}
