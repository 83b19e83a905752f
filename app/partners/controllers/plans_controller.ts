import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { defaultQuota } from '../../files/quota.ts'
import { reply } from '../../http/reply.ts'
import { translate } from '../../lang/translate.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import type { PartnerScope } from '../partner_scope.ts'
import {
  createPlan,
  getPlan,
  listPlans,
  organisationsWith,
  previewPlan,
  setPlanActive,
  updatePlan,
} from '../services/plans.ts'
import {
  planActiveValidator,
  planChangeValidator,
  planPreviewValidator,
  planValidator,
} from '../validators.ts'

/** Named sets of modules that the partner gives to organisations. */
@inject()
export default class PlansController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const plans = (await listPlans(ctx.partner)).map((plan) => ({
      ...plan,
      modules: plan.modules.map((id) =>
        ctx.partner.say(this.registry.get(id)?.manifest.name ?? id, id)
      ),
    }))
    return reply(ctx).page('kernel::partner/plans/index', { plans })
  }

  async create(ctx: HttpContext) {
    return reply(ctx).page('kernel::partner/plans/form', {
      record: null,
      defaultQuota: defaultQuota(),
      holders: [],
      modules: this.#modules(ctx.partner),
    })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(planValidator)
    const plan = await createPlan(ctx.partner, this.registry, input)
    return reply(ctx).saved(
      { id: plan.id },
      {
        to: '/partner/plans',
        message: translate(ctx.partner.language, 'kernel.partners.plan_created', {
          plan: plan.name,
        }),
        created: true,
      }
    )
  }

  async show(ctx: HttpContext) {
    const plan = await getPlan(ctx.partner, ctx.params.id)
    const { id, name, description, modules, active, version, fileQuotaBytes } = plan
    return reply(ctx).page('kernel::partner/plans/form', {
      record: { id, name, description, modules, active, version, fileQuotaBytes },
      defaultQuota: defaultQuota(),
      holders: await organisationsWith(ctx.partner, id),
      modules: this.#modules(ctx.partner),
    })
  }

  /** What another set of modules would do; shown before it is confirmed. */
  async preview(ctx: HttpContext) {
    const { modules } = await ctx.request.validateUsing(planPreviewValidator)
    return { data: await previewPlan(ctx.partner, this.registry, ctx.params.id, modules) }
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(planChangeValidator)
    const plan = await updatePlan(ctx.partner, this.registry, ctx.params.id, input)
    return reply(ctx).saved(
      { id: plan.id, version: plan.version },
      {
        to: `/partner/plans/${plan.id}`,
        message: translate(ctx.partner.language, 'kernel.partners.plan_saved', { plan: plan.name }),
      }
    )
  }

  async setActive(ctx: HttpContext) {
    const { active } = await ctx.request.validateUsing(planActiveValidator)
    const plan = await setPlanActive(ctx.partner, ctx.params.id, active)
    return reply(ctx).saved(
      { id: plan.id, active },
      {
        to: '/partner/plans',
        message: translate(
          ctx.partner.language,
          active ? 'kernel.partners.plan_again' : 'kernel.partners.plan_retired',
          { plan: plan.name }
        ),
      }
    )
  }

  #modules(partner: PartnerScope) {
    return this.registry.manifests().map(({ id, name, description, requires }) => ({
      id,
      name: partner.say(name, id),
      description: partner.say(description, id),
      requires,
    }))
  }
}
