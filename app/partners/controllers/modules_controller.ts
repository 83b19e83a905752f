import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { translate } from '../../lang/translate.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { changeModule, modulesInside, previewModule } from '../services/entitlements.ts'
import { organisationFacts } from '../services/organisations.ts'
import { assignPlan, listPlans, previewAssignment } from '../services/plans.ts'
import {
  assignmentPreviewValidator,
  assignmentValidator,
  moduleChangeValidator,
  modulePlanValidator,
} from '../validators.ts'

/** Which modules one organisation may use, and uses. */
@inject()
export default class PartnerModulesController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const plans = await listPlans(ctx.partner)
    return reply(ctx).page('kernel::partner/organisations/modules', {
      record: await organisationFacts(ctx.partner, id),
      modules: await modulesInside(ctx.partner, this.registry, id),
      plans: plans
        .filter((plan) => plan.active)
        .map(({ id: planId, name }) => ({ id: planId, name })),
    })
  }

  /** What a change would do; shown before it is confirmed. */
  async plan(ctx: HttpContext) {
    const { id, module } = ctx.params as { id: string; module: string }
    const { to } = await modulePlanValidator.validate(ctx.request.qs())
    return { data: await previewModule(ctx.partner, this.registry, id, module, to) }
  }

  async change(ctx: HttpContext) {
    const { id, module } = ctx.params as { id: string; module: string }
    const { to, shown } = await ctx.request.validateUsing(moduleChangeValidator)
    await changeModule(ctx.partner, this.registry, id, module, { to, shown })
    const name = ctx.partner.say(this.registry.get(module)!.manifest.name, module)
    return reply(ctx).saved(
      { module, to },
      {
        to: `/partner/organisations/${id}/modules`,
        message: translate(ctx.partner.language, `kernel.partners.module_${to}`, { name }),
      }
    )
  }

  /** What another plan would do; shown before it is given. */
  async previewPlan(ctx: HttpContext) {
    const { planId } = await assignmentPreviewValidator.validate(ctx.request.qs())
    const { id } = ctx.params as { id: string }
    return { data: await previewAssignment(ctx.partner, this.registry, id, planId) }
  }

  async assignPlan(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const input = await ctx.request.validateUsing(assignmentValidator)
    const plan = await assignPlan(ctx.partner, this.registry, id, input)
    return reply(ctx).saved(
      { planId: plan.id },
      {
        to: `/partner/organisations/${id}/modules`,
        message: translate(ctx.partner.language, 'kernel.partners.plan_given', { plan: plan.name }),
      }
    )
  }
}
