import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { listInput } from '../../lists/main.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { chosenModels } from '../models.ts'
import { aiSettings, purposesOf, saveAiSettings } from '../settings.ts'
import { aiUsage, listCalls } from '../usage.ts'
import { aiSettingsValidator } from '../validators.ts'

/** What language models may be asked for, what they cost, what was asked. */
export default class AiController {
  async show(ctx: HttpContext) {
    const say = sayTo(ctx)
    const { settings, usage, models } = await overview(ctx.scope)
    const counted = new Map(usage.byPurpose.map((each) => [each.purpose, each]))
    const record = {
      monthlyPaise: settings.monthlyPaise,
      spent: usage.spent,
      month: usage.month,
      models: models.map(({ driver }) => driver.model),
      purposes: purposesOf(ctx.scope).map(({ id, module, label, description }) => ({
        id,
        label: say(module, label),
        description: say(module, description),
        on: settings.purposes.includes(id),
        questions: counted.get(id)?.questions ?? 0,
        failed: counted.get(id)?.failed ?? 0,
        cost: counted.get(id)?.cost ?? 0,
      })),
    }
    if (ctx.surface === 'api') return { data: record }
    return reply(ctx).page('kernel::settings/ai', {
      record,
      mayChoose: ctx.scope.can('kernel.driver.manage'),
    })
  }

  async update(ctx: HttpContext) {
    const saved = await saveAiSettings(
      ctx.scope,
      await ctx.request.validateUsing(aiSettingsValidator)
    )
    return reply(ctx).saved(saved, { to: '/settings/ai', message: 'The AI settings are saved.' })
  }

  async questions(ctx: HttpContext) {
    const list = await listCalls(ctx.scope, await listInput(ctx))
    const say = sayTo(ctx)
    const owners = new Map(purposesOf(ctx.scope).map(({ label, module }) => [label, module]))
    const rows = list.rows.map((row) => ({
      ...row,
      purpose: say(owners.get(row.purpose) ?? 'kernel', row.purpose),
      error: row.error && say('kernel', row.error),
    }))
    return reply(ctx).list('kernel::settings/ai_questions', { ...list, rows })
  }
}

async function overview(scope: Scope) {
  const settings = await scope.read((unit) => aiSettings(unit))
  return { settings, usage: await aiUsage(scope), models: await chosenModels(scope) }
}
