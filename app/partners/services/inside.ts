import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { NotFoundError } from '../../errors.ts'
import Organisation from '../../identity/models/organisation.ts'
import { noteSecurityEvent, type SecurityEvent } from '../../identity/services/security_events.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import type { PartnerScope } from '../partner_scope.ts'

/**
 * An organisation that the partner looks after.
 * @throws NotFoundError also for one of another partner
 */
export async function organisationOf(partner: PartnerScope, id: string): Promise<Organisation> {
  const row = await Organisation.query().where({ id, partner_id: partner.partnerId }).first()
  if (!row) throw new NotFoundError('organisation')
  return row
}

/**
 * A scope of the partner in one of its organisations, for what the partner decides about it. It is never handed to
 * pages of the organisation; looking into the data takes an invitation.
 * @throws NotFoundError
 */
export async function scopeInside(partner: PartnerScope, id: string): Promise<Scope> {
  const organisation = await organisationOf(partner, id)
  const scope = await systemScope(organisation.id, 'partner', partner.requestId ?? undefined)
  return scope.with({ actor: partner.actor, ip: partner.origin.ip })
}

/**
 * Runs `work` for one organisation of the partner in one transaction; the row of the organisation stays locked, so
 * that two people of the partner do not decide past each other.
 * @throws PartnerForbiddenError, NotFoundError
 */
export async function workInside<Result>(
  partner: PartnerScope,
  id: string,
  work: (unit: Unit, organisation: Organisation) => Promise<Result>
): Promise<Result> {
  partner.ensure('partner.manage')
  const scope = await scopeInside(partner, id)
  return scope.work(async (unit) => {
    // The key stays free: other tables may refer to the organisation meanwhile.
    const [locked] = await unit.rows(
      'select id from organisations where id = ? and partner_id = ? for no key update',
      [id, partner.partnerId]
    )
    if (!locked) throw new NotFoundError('organisation')
    return work(unit, await Organisation.findOrFail(id, { client: unit.trx }))
  })
}

/** Notes what the partner's person did, in the transaction that did it. */
export async function noteByPartner(
  partner: PartnerScope,
  client: TransactionClientContract,
  event: Omit<SecurityEvent, 'partnerId' | 'userId'>
): Promise<void> {
  await noteSecurityEvent(
    {
      ...event,
      userId: partner.user.id,
      partnerId: partner.partnerId,
      details: { by: partner.user.name, ...event.details },
    },
    partner.origin,
    client
  )
}
