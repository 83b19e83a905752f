import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { BRANCH_KEY, ORGANISATION_KEY, PARTNER_KEY, VIEW_AS_KEY } from '../../http/session_keys.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { FIRST_PAGE } from '../../onboarding/first_page.ts'
import { partnersOf } from '../../partners/partner_scope.ts'
import { memberScope } from '../../tenancy/open_scope.ts'
import { foundOrganisationFor } from '../services/found_organisation.ts'
import { slowFounding } from '../services/invitations_throttle.ts'
import { leaveOrganisation } from '../services/members_change.ts'
import { organisationsOf } from '../services/memberships.ts'
import { originOf } from '../services/origin.ts'
import {
  foundingValidator,
  organisationChoiceValidator,
  partnerChoiceValidator,
} from '../validators/joining.ts'

const COUNTRY = 'IN'

/** The organisations a person may open, and the ways to one more. */
@inject()
export default class AccountOrganisationsController {
  constructor(private registry: ModuleRegistry) {}

  /** Where people without any organisation land. */
  async index({ inertia, account }: HttpContext) {
    const { user } = account
    return inertia.render(
      'kernel::account/organisations' as never,
      {
        mine: await organisationsOf(user.id),
        partners: (await partnersOf(user.id)).map(({ id, name }) => ({ id, name })),
      } as never
    )
  }

  async create({ inertia }: HttpContext) {
    const identity = await this.registry.taxIdentity(COUNTRY)
    return inertia.render(
      'kernel::account/organisations_create' as never,
      {
        country: COUNTRY,
        taxLabel: identity?.label ?? 'Tax number',
        states: identity?.states() ?? [],
      } as never
    )
  }

  /** Founds one more organisation, which opens. */
  async store(ctx: HttpContext) {
    const { user } = ctx.account
    const input = await ctx.request.validateUsing(foundingValidator)
    await slowFounding(user.id)
    const organisation = await foundOrganisationFor(this.registry, user, input, originOf(ctx))
    open(ctx, organisation.id)
    ctx.session.flash('success', `${organisation.name} is ready.`)
    return ctx.response.redirect().status(303).toPath(FIRST_PAGE)
  }

  /** Opens another organisation and remembers it for the next session. */
  async switch(ctx: HttpContext) {
    const { user } = ctx.account
    const { organisationId } = await ctx.request.validateUsing(organisationChoiceValidator)
    const scope = await memberScope({ organisationId, userId: user.id })
    // A partner who was let in enters by the partner's pages, which note it.
    if (!scope || scope.partnerAccess) {
      throw new NotFoundError('organisation', 'organisationId')
    }
    await user.merge({ lastOrganisationId: organisationId }).save()
    open(ctx, organisationId)
    return ctx.response.redirect().status(303).toPath('/')
  }

  /** Ends the person's own place in an organisation. */
  async leave(ctx: HttpContext) {
    const { user } = ctx.account
    const { organisationId } = await ctx.request.validateUsing(organisationChoiceValidator)
    const scope = await memberScope({ organisationId, userId: user.id, ip: ctx.request.ip() })
    if (!scope || scope.actor.kind !== 'user') {
      throw new NotFoundError('organisation', 'organisationId')
    }
    await leaveOrganisation(scope, this.registry)
    if (user.lastOrganisationId === organisationId) {
      const [next] = await organisationsOf(user.id)
      await user.merge({ lastOrganisationId: next?.id ?? null }).save()
    }
    if (ctx.session.get(ORGANISATION_KEY) === organisationId) open(ctx, user.lastOrganisationId)
    ctx.session.flash('success', `You have left ${scope.organisation.name}.`)
    return ctx.response.redirect().status(303).toPath('/account/organisations')
  }

  /** Opens a partner's pages. */
  async switchPartner(ctx: HttpContext) {
    const { partnerId } = await ctx.request.validateUsing(partnerChoiceValidator)
    const partners = await partnersOf(ctx.account.user.id)
    if (!partners.some(({ id }) => id === partnerId)) {
      throw new NotFoundError('partner', 'partnerId')
    }
    ctx.session.put(PARTNER_KEY, partnerId)
    return ctx.response.redirect().status(303).toPath('/partner')
  }
}

/** Nothing of the organisation before stays open. */
function open({ session }: HttpContext, organisationId: string | null) {
  if (organisationId) session.put(ORGANISATION_KEY, organisationId)
  else session.forget(ORGANISATION_KEY)
  session.forget(BRANCH_KEY)
  session.forget(VIEW_AS_KEY)
}
