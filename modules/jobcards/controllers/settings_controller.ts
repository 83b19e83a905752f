import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '@karkhana/kernel/http'
import { getSettings, saveSettings } from '../services/settings.ts'
import { settingsValidator } from '../validators/job.ts'

/** How the organisation works with job cards. */
export default class SettingsController {
  async show(ctx: HttpContext) {
    return reply(ctx).record('jobcards::settings', await getSettings(ctx.scope))
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(settingsValidator)
    return reply(ctx).saved(await saveSettings(ctx.scope, input), {
      to: '/jobcards/settings',
      message: 'Settings of job cards saved.',
    })
  }
}
