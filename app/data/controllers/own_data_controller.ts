import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { originOf } from '../../identity/services/origin.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { exportOwnData } from '../person/person_export.ts'
import { sendZip } from './people_controller.ts'

/** What Karkhana holds about the reader. */
@inject()
export default class OwnDataController {
  constructor(private registry: ModuleRegistry) {}

  async download(ctx: HttpContext) {
    return sendZip(ctx, await exportOwnData(ctx.account.user, this.registry, originOf(ctx)))
  }
}
