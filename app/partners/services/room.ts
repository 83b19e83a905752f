import { bytesOfGb, fileUsage, writeFileQuota, type FileUsage } from '../../files/quota.ts'
import type { PartnerScope } from '../partner_scope.ts'
import { noteByPartner, scopeInside, workInside } from './inside.ts'

/** How much of its room an organisation uses, as it is now, and who says how much that is. */
export async function roomOf(partner: PartnerScope, organisationId: string): Promise<FileUsage> {
  partner.ensure('partner.view')
  return fileUsage(await scopeInside(partner, organisationId))
}

/**
 * Gives an organisation room for its files, `null` as much as its plan gives. Less than it uses deletes nothing: new
 * files are refused until there is room.
 * @throws PartnerForbiddenError, NotFoundError
 */
export async function setRoom(
  partner: PartnerScope,
  organisationId: string,
  gb: number | null
): Promise<void> {
  await workInside(partner, organisationId, async (unit) => {
    await writeFileQuota(unit, bytesOfGb(gb))
    await noteByPartner(partner, unit.trx, {
      kind: 'organisation.room_changed',
      organisationId,
      details: { room: gb === null ? partner.say('As in the plan') : `${gb} GB` },
    })
  })
}
