import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { memberScope } from '../../tenancy/open_scope.ts'
import { BRANCH_KEY, ORGANISATION_KEY } from '../../http/middleware/scope_middleware.ts'
import { reply } from '../../http/reply.ts'
import Organisation from '../../identity/models/organisation.ts'
import type User from '../../identity/models/user.ts'
import {
  branchSwitchValidator,
  organisationSwitchValidator,
  organisationValidator,
} from '../../identity/validators/people.ts'

/** Name and contact of the organisation, and the switches between organisations and branches. */
export default class OrganisationController {
  async show(ctx: HttpContext) {
    const organisation = await Organisation.findOrFail(ctx.scope.organisationId)
    return reply(ctx).record('kernel::settings/organisation', organisationView(organisation))
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(organisationValidator)
    const organisation = await ctx.scope.work(async (unit) => {
      const row = await Organisation.findOrFail(ctx.scope.organisationId, { client: unit.trx })
      return row.useTransaction(unit.trx).merge(input).save()
    })
    return reply(ctx).saved(organisationView(organisation), {
      to: '/settings/organisation',
      message: 'Organisation saved.',
    })
  }

  /** Opens another organisation the person belongs to. */
  async switch({ request, session, response, auth }: HttpContext) {
    const { organisationId } = await request.validateUsing(organisationSwitchValidator)
    const user = auth.use('web').getUserOrFail() as User
    if (!(await memberScope({ organisationId, userId: user.id }))) {
      throw new NotFoundError('organisation', 'organisationId')
    }
    await user.merge({ lastOrganisationId: organisationId }).save()
    session.put(ORGANISATION_KEY, organisationId)
    session.forget(BRANCH_KEY)
    return response.redirect().status(303).toPath('/')
  }

  /** Chooses the branch that new documents belong to. */
  async switchBranch({ request, session, response, scope }: HttpContext) {
    const { branchId } = await request.validateUsing(branchSwitchValidator)
    if (!scope.branches.some((branch) => branch.id === branchId)) {
      throw new NotFoundError('branch', 'branchId')
    }
    session.put(BRANCH_KEY, branchId)
    return response.redirect().status(303).back()
  }
}

function organisationView(organisation: Organisation) {
  const { id, name, legalName, country, timezone, currency, financialYearStart, email, phone } =
    organisation
  return { id, name, legalName, country, timezone, currency, financialYearStart, email, phone }
}
