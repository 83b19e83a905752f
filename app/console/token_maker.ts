import { RuleError } from '../errors.ts'
import Membership from '../identity/models/membership.ts'
import User from '../identity/models/user.ts'
import { memberScope, systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'

interface Options {
  email?: string
  org?: string
  serviceAccount?: string
}

/**
 * In whose name a token is made: of the member whose token it will be, or of the administrator for a service account.
 * @throws RuleError naming `email`, `org` or `serviceAccount`; whatever keeps the member from working
 */
export async function tokenMaker(
  options: Options
): Promise<{ scope: Scope; accountId: string | null }> {
  if (options.serviceAccount) return forAccount(options.serviceAccount, options.org)
  if (!options.email) {
    throw new RuleError('E_TOKEN_OWNER', 'Whose token is it?', {
      next: 'Give the e-mail of a member, or --service-account and --org.',
    })
  }
  const user = await User.findBy('email', options.email.trim().toLowerCase())
  const membership = user && (await membershipOf(user.id, options.org))
  const scope =
    membership &&
    (await memberScope({ organisationId: membership.organisationId, memberId: membership.id }))
  if (!scope) {
    throw new RuleError(
      'E_NOT_A_MEMBER',
      `${options.email} is no active member${options.org ? ' there' : ''}.`,
      {
        field: 'email',
        next: 'Check the address and the organisation.',
      }
    )
  }
  return { scope, accountId: null }
}

async function forAccount(account: string, org: string | undefined) {
  if (!org) {
    throw new RuleError('E_ORG_MISSING', 'A service account belongs to an organisation.', {
      field: 'org',
      next: 'Name it by its id; org:list shows them.',
    })
  }
  const row = await Membership.query()
    .where('kind', 'service')
    .whereRaw('organisation_id::text = ?', [org])
    .whereRaw('(id::text = ? or lower(name) = lower(?))', [account, account])
    .first()
  if (!row) {
    throw new RuleError('E_ACCOUNT_UNKNOWN', `There is no service account «${account}» there.`, {
      field: 'serviceAccount',
      next: 'Settings → API tokens → Service accounts shows them.',
    })
  }
  return { scope: await systemScope(row.organisationId, 'token:create'), accountId: row.id }
}

function membershipOf(userId: string, org: string | undefined) {
  const query = Membership.query().where('user_id', userId).where('active', true)
  if (org) query.whereRaw('organisation_id::text = ?', [org])
  return query.orderBy('created_at').first()
}
