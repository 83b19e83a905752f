import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '@karkhana/kernel/http'
import { getSettings, saveSettings } from '../services/settings.ts'
import { settingsValidator } from '../validators/settings.ts'

/** How the organisation writes invoices. */
export default class SettingsController {
  async show(ctx: HttpContext) {
    return reply(ctx).record('invoicing::settings', await getSettings(ctx.scope))
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(settingsValidator)
    return reply(ctx).saved(await saveSettings(ctx.scope, input), {
      to: '/invoicing/settings',
      message: 'Invoice rules saved.',
    })
  }
}
