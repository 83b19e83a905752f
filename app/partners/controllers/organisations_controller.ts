import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { listInput } from '../../lists/main.ts'
import { translate } from '../../lang/translate.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { stateOf } from '../../identity/models/invitation.ts'
import { foundForOwner, inviteOwnerAgain, lastInvitation } from '../services/founding.ts'
import { partnerHistory } from '../services/history.ts'
import { scopeInside } from '../services/inside.ts'
import { measureNow, measureStale } from '../services/measuring.ts'
import { listOrganisations, organisationFacts } from '../services/organisations.ts'
import { listPlans } from '../services/plans.ts'
import { roomOf, setRoom } from '../services/room.ts'
import { usageHistory } from '../usage.ts'
import { foundingValidator, inviteOwnerValidator, roomValidator } from '../validators.ts'

/** Days that the chart of an organisation shows. */
const CHART_DAYS = 60

/** The organisations that a partner looks after. */
@inject()
export default class OrganisationsController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const list = await listOrganisations(ctx.partner, await listInput(ctx))
    await measureStale(list.rows)
    return reply(ctx).list('kernel::partner/organisations/index', list)
  }

  async create(ctx: HttpContext) {
    const identity = await this.registry.taxIdentity('IN')
    const plans = (await listPlans(ctx.partner)).filter((plan) => plan.active)
    return reply(ctx).page('kernel::partner/organisations/create', {
      country: 'IN',
      taxLabel: identity?.label ?? 'Tax number',
      states: identity?.states() ?? [],
      plans: plans.map(({ id, name, modules }) => ({
        id,
        name,
        modules: modules.map((module) => ctx.partner.say(this.#nameOf(module), module)),
      })),
    })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(foundingValidator)
    const organisation = await foundForOwner(ctx.partner, this.registry, input)
    return reply(ctx).saved(
      { id: organisation.id },
      {
        to: `/partner/organisations/${organisation.id}`,
        message: translate(ctx.partner.language, 'kernel.partners.founded', {
          name: organisation.name,
          email: input.ownerEmail,
        }),
        created: true,
      }
    )
  }

  async show(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const record = await organisationFacts(ctx.partner, id)
    await measureStale([record])
    const inside = await scopeInside(ctx.partner, id)
    const invitation = await inside.read((unit) => lastInvitation(unit))
    return reply(ctx).record('kernel::partner/organisations/show', record, {
      usage: await usageHistory(id, CHART_DAYS),
      room: await roomOf(ctx.partner, id),
      invitation: invitation && {
        email: invitation.email,
        expiresAt: invitation.expiresAt.toISO(),
        state: stateOf(invitation, inside.now()),
      },
    })
  }

  async invite(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const input = await ctx.request.validateUsing(inviteOwnerValidator)
    const { email } = await inviteOwnerAgain(ctx.partner, this.registry, id, input)
    return reply(ctx).saved(
      { email },
      {
        to: `/partner/organisations/${id}`,
        message: translate(ctx.partner.language, 'kernel.partners.invited_again', { email }),
      }
    )
  }

  async measure(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    await measureNow(ctx.partner, id)
    return reply(ctx).saved(
      { id },
      { to: `/partner/organisations/${id}`, message: 'It is counted now. Look again in a moment.' }
    )
  }

  async setRoom(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const { gb } = await ctx.request.validateUsing(roomValidator)
    await setRoom(ctx.partner, id, gb)
    return reply(ctx).saved(
      { id, gb },
      {
        to: `/partner/organisations/${id}`,
        message: translate(ctx.partner.language, 'kernel.partners.room_changed'),
      }
    )
  }

  async history(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const cursor = (ctx.request.qs() as { cursor?: string }).cursor
    return reply(ctx).page('kernel::partner/organisations/history', {
      record: await organisationFacts(ctx.partner, id),
      history: await partnerHistory(ctx.partner, id, cursor),
    })
  }

  #nameOf(module: string) {
    return this.registry.get(module)?.manifest.name ?? module
  }
}
