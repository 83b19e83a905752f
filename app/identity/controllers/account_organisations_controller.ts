import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { BRANCH_KEY, ORGANISATION_KEY, VIEW_AS_KEY } from '../../http/session_keys.ts'
import { memberScope } from '../../tenancy/open_scope.ts'
import { organisationSwitchValidator } from '../validators/people.ts'

/** The organisations a person may open. */
export default class AccountOrganisationsController {
  /** Opens another organisation and remembers it for the next session. */
  async switch({ request, session, response, account }: HttpContext) {
    const { organisationId } = await request.validateUsing(organisationSwitchValidator)
    if (!(await memberScope({ organisationId, userId: account.user.id }))) {
      throw new NotFoundError('organisation', 'organisationId')
    }
    await account.user.merge({ lastOrganisationId: organisationId }).save()
    session.put(ORGANISATION_KEY, organisationId)
    session.forget(BRANCH_KEY)
    session.forget(VIEW_AS_KEY)
    return response.redirect().status(303).toPath('/')
  }
}
