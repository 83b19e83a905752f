import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { settingsLink } from '../../module_settings/menu.ts'
import { moduleDetail, moduleRowCounts } from '../../modules/detail.ts'
import { moduleDetailIn, moduleIn } from '../../modules/module_words.ts'
import { moduleRows } from '../../modules/overview.ts'
import { openPurges } from '../../modules/purge/requests.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { previewSwitch, switchModule } from '../../modules/switching.ts'
import { modulePlanValidator, moduleSwitchValidator } from '../module_validators.ts'

/** Which modules the organisation uses. */
@inject()
export default class ModulesController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const rows = await moduleRows(ctx.scope, this.registry)
    const say = sayTo(ctx)
    const modules = rows.map((row) => ({
      ...moduleIn(say, row),
      settingsHref: settingsLink(ctx.scope, row.id),
    }))
    if (ctx.surface === 'api') return { data: modules }
    const purges = await ctx.scope.read(openPurges)
    return reply(ctx).page('kernel::settings/modules', {
      modules,
      purges: purges.map(({ moduleId, requestedByName, expiresAt }) => ({
        module: { id: moduleId, name: this.#nameOf(ctx, moduleId) },
        requestedByName,
        expiresAt,
      })),
    })
  }

  /** What one module brings and holds; its rows are counted after the page is shown. */
  async show(ctx: HttpContext) {
    const id = ctx.params.id as string
    const detail = await moduleDetail(ctx.scope, this.registry, id)
    const record = {
      ...moduleDetailIn(sayTo(ctx), detail),
      settingsHref: settingsLink(ctx.scope, id),
    }
    const rows = () => moduleRowCounts(ctx.scope, this.registry, id)
    if (ctx.surface === 'api') return { data: { ...record, rows: await rows() } }
    return reply(ctx).page('kernel::settings/module', { record, rows: ctx.inertia.defer(rows) })
  }

  /** What a switch would do; shown before it is confirmed. */
  async plan(ctx: HttpContext) {
    const { to } = await modulePlanValidator.validate(ctx.request.qs())
    return { data: await previewSwitch(ctx.scope, this.registry, ctx.params.id as string, to) }
  }

  async switch(ctx: HttpContext) {
    const { to, shown } = await ctx.request.validateUsing(moduleSwitchValidator)
    const plan = await switchModule(ctx.scope, this.registry, ctx.params.id as string, to, {
      shown,
    })
    const names = plan.steps.filter((step) => step.to === to).map(({ name }) => name)
    const several = Boolean(shown) && names.length > 1
    const name = several ? names.join(', ') : this.#nameOf(ctx, plan.module)
    return reply(ctx).saved(plan, {
      to: backTo(ctx, plan.module),
      message: { key: `kernel.switched.${several ? 'several' : 'one'}_${to}`, params: { name } },
    })
  }

  #nameOf(ctx: HttpContext, id: string): string {
    return sayTo(ctx)(id, this.registry.get(id)?.manifest.name ?? id)
  }
}

/** The page of the module or the list, wherever it was switched. */
function backTo({ request }: HttpContext, module: string): string {
  const own = `/settings/modules/${module}`
  return request.header('referer')?.endsWith(own) ? own : '/settings/modules'
}
