import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { BRANCH_KEY } from '../../http/session_keys.ts'
import { reply } from '../../http/reply.ts'
import Organisation from '../../identity/models/organisation.ts'
import { branchSwitchValidator, organisationValidator } from '../../identity/validators/people.ts'

/** Name and contact of the organisation, and the switch between branches. */
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
