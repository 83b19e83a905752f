import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { installedRegistry } from '../../modules/installed_registry.ts'
import { changeSettings, describeSettings } from '../settings.ts'
import { settingsIn } from '../settings_words.ts'
import { settingsChangeValidator } from '../validators.ts'

/** What an organisation chose for its modules; drawn from the declarations of the modules. */
export default class ModuleSettingsController {
  async show(ctx: HttpContext) {
    const settings = await describeSettings(ctx.scope, ctx.params.id, 'organisation')
    if (ctx.surface === 'api') return { data: settings }
    return reply(ctx).page('kernel::settings/module_settings', {
      settings: settingsIn(sayTo(ctx), settings),
    })
  }

  async update(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const input = await ctx.request.validateUsing(settingsChangeValidator)
    const change = await changeSettings(ctx.scope, id, 'organisation', input)
    return reply(ctx).saved(change, {
      to: `/settings/modules/${id}/settings`,
      message: {
        key: 'kernel.settings_of.saved',
        params: { module: sayTo(ctx)(id, installedRegistry().get(id)!.manifest.name) },
      },
    })
  }
}
