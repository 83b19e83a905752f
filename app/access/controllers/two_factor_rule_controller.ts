import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { reply } from '../../http/reply.ts'
import { changeTwoFactorRule, twoFactorRule, type TwoFactorRule } from '../two_factor_rule.ts'

const ruleValidator = vine.create({
  who: vine.enum(['nobody', 'everybody', 'roles'] as const),
  roles: vine.array(vine.string().maxLength(36)).maxLength(250).optional(),
})

/** Who must sign in with two factors. */
export default class TwoFactorRuleController {
  async show(ctx: HttpContext) {
    return reply(ctx).record('kernel::settings/security', await twoFactorRule(ctx.scope))
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
