import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'

/** The way into everything that is decided once; the page shows what the reader's menu holds. */
export default class SettingsController {
  async index(ctx: HttpContext) {
    return reply(ctx).page('kernel::settings/index', {})
  }
}
