import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { changeTwoFactorRule, twoFactorRule, type TwoFactorRule } from '../two_factor_rule.ts'

/** Who proves it by two factors. */
export const ruleValidator = vine.create({
  who: vine.enum(['nobody', 'everybody', 'roles'] as const),
  roles: vine.array(vine.string().maxLength(36)).maxLength(250).optional(),
})

/** Who must sign in with two factors. */
export default class TwoFactorRuleController {
  async show(ctx: HttpContext) {
    const say = sayTo(ctx)
    const rule = await twoFactorRule(ctx.scope)
    return reply(ctx).record('kernel::settings/security', {
      ...rule,
      roles: rule.roles.map((role) => ({ ...role, name: say('kernel', role.name) })),
      missing: rule.missing.map((one) => ({ ...one, roleName: say('kernel', one.roleName) })),
    })
  }

  async update(ctx: HttpContext) {
    const { who, roles = [] } = await ctx.request.validateUsing(ruleValidator)
    const rule: TwoFactorRule = who === 'roles' ? { who, roles } : { who }
    await changeTwoFactorRule(ctx.scope, rule)
    const saved = ctx.surface === 'api' ? await twoFactorRule(ctx.scope) : {}
    return reply(ctx).saved(saved, {
      to: '/settings/security',
      message: 'Saved. It counts from everybody’s next click on.',
    })
  }
}
