import db from '@adonisjs/lucid/services/db'
import { RuleError } from '../../errors.ts'
import User from '../../identity/models/user.ts'
import { TwoFactorRequiredError } from '../../tenancy/errors.ts'
import type { PartnerScope } from '../partner_scope.ts'
import { noteByPartner, organisationOf, scopeInside } from './inside.ts'

/**
 * Makes sure that the partner's person may look into the organisation now, and notes that they do.
 * @throws NotFoundError, TwoFactorRequiredError
 * @throws RuleError E_NO_ACCESS, E_PARTNER_IS_MEMBER, E_ORGANISATION_SUSPENDED
 */
export async function enterOrganisation(partner: PartnerScope, id: string): Promise<void> {
  partner.ensure('partner.view')
  const organisation = await organisationOf(partner, id)
  if (organisation.suspendedAt) {
    throw new RuleError('E_ORGANISATION_SUSPENDED', 'This organisation is suspended.', {
      next: 'Resume it first.',
    })
  }
  const member = await db
    .from('memberships')
    .where({ organisation_id: id, user_id: partner.user.id, active: true })
    .first()
  if (member) {
    throw new RuleError('E_PARTNER_IS_MEMBER', 'You are a member of this organisation.', {
      next: 'Open it from your organisations: there you act as yourself, not for the partner.',
    })
  }
  const scope = await scopeInside(partner, id)
  await scope.work(async (unit) => {
    const [access] = await unit.rows<{ role: string }>(
      `select role from partner_access
        where partner_id = ? and revoked_at is null and expires_at > now() limit 1`,
      [partner.partnerId]
    )
    if (!access) {
      throw new RuleError('E_NO_ACCESS', `${organisation.name} has not let you in.`, {
        next: 'Its owner does that in Settings, Partner access.',
      })
    }
    await ensureSecondFactor(partner, organisation.twoFactorRoles, access.role, organisation.name)
    await noteByPartner(partner, unit.trx, { kind: 'partner.looked_in', organisationId: id })
  })
}

/** What the organisation asks of the holders of a role it asks of the partner in that role too. */
async function ensureSecondFactor(
  partner: PartnerScope,
  asked: string[],
  role: string,
  organisation: string
) {
  if (!asked.includes('*') && !asked.includes(role)) return
  const user = await User.findOrFail(partner.user.id)
  if (!user.twoFactorConfirmedAt) throw new TwoFactorRequiredError(organisation)
}
