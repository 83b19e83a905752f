import { RuleError } from '../../errors.ts'
import type Organisation from '../../identity/models/organisation.ts'
import { resumeSuspended } from '../../jobs/parking.ts'
import { suspensionMails } from '../mails/suspension_mails.ts'
import type { PartnerScope } from '../partner_scope.ts'
import { noteByPartner, workInside } from './inside.ts'

/**
 * Closes an organisation to its members, their tokens and its jobs. Nothing is deleted. `confirmation` is the name of
 * the organisation as somebody typed it.
 * @throws RuleError naming `confirmation`, E_SUSPENDED
 */
export async function suspend(
  partner: PartnerScope,
  organisationId: string,
  { reason, confirmation }: { reason: string; confirmation: string }
): Promise<void> {
  await workInside(partner, organisationId, async (unit, organisation) => {
    ensureConfirmed(organisation, confirmation)
    if (organisation.suspendedAt) {
      throw new RuleError('E_SUSPENDED', 'This organisation is suspended already.', {
        next: 'Resume it first, to give another reason.',
      })
    }
    await organisation
      .useTransaction(unit.trx)
      .merge({ suspendedAt: unit.scope.now(), suspendedReason: reason })
      .save()
    await noteByPartner(partner, unit.trx, {
      kind: 'organisation.suspended',
      organisationId,
      details: { reason },
    })
    await suspensionMails(unit, partner, { suspended: true, reason })
  })
}

/**
 * Opens it again, with the jobs that waited.
 * @returns how many jobs go on
 * @throws RuleError E_NOT_SUSPENDED
 */
export async function resume(partner: PartnerScope, organisationId: string): Promise<number> {
  return workInside(partner, organisationId, async (unit, organisation) => {
    if (!organisation.suspendedAt) {
      throw new RuleError('E_NOT_SUSPENDED', 'This organisation is not suspended.', {
        next: 'There is nothing to do.',
      })
    }
    await organisation
      .useTransaction(unit.trx)
      .merge({ suspendedAt: null, suspendedReason: null })
      .save()
    const jobs = await resumeSuspended(unit)
    await noteByPartner(partner, unit.trx, {
      kind: 'organisation.resumed',
      organisationId,
      details: { jobs },
    })
    await suspensionMails(unit, partner, { suspended: false, reason: null })
    return jobs
  })
}

function ensureConfirmed(organisation: Organisation, typed: string) {
  if (typed.trim() === organisation.name) return
  throw new RuleError('E_CONFIRMATION', 'This is not the name of the organisation.', {
    field: 'confirmation',
    next: `Type ${organisation.name}.`,
  })
}
