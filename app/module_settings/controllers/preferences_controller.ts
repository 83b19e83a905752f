import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { installedRegistry } from '../../modules/installed_registry.ts'
import { changeSettings, describeSettings, modulesWithPreferences } from '../settings.ts'
import { settingsIn } from '../settings_words.ts'
import { settingsChangeValidator } from '../validators.ts'

/** What each person chose for themselves, by module. */
export default class PreferencesController {
  async index(ctx: HttpContext) {
    const ids = ctx.scope.actor.memberId ? modulesWithPreferences(ctx.scope) : []
    const modules = await Promise.all(ids.map((id) => describeSettings(ctx.scope, id, 'user')))
    if (ctx.surface === 'api') return { data: modules }
    const say = sayTo(ctx)
    return reply(ctx).page('kernel::account/preferences', {
      modules: modules.map((each) => settingsIn(say, each)),
    })
  }

  async update(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const input = await ctx.request.validateUsing(settingsChangeValidator)
    const change = await changeSettings(ctx.scope, id, 'user', input)
    return reply(ctx).saved(change, {
      to: '/preferences',
      message: {
        key: 'kernel.settings_of.preferences_saved',
        params: { module: sayTo(ctx)(id, installedRegistry().get(id)!.manifest.name) },
      },
    })
  }
}
