import { changedBrand, type Brand, type BrandInput } from '../../settings/brand.ts'
import type { PartnerScope } from '../partner_scope.ts'
import { noteByPartner, workInside } from './inside.ts'

/**
 * Gives one organisation a brand of its own; what is left empty is inherited from the partner.
 * @throws RuleError naming `accent`, `mailName` or `mailReplyTo`
 */
export async function brandOrganisation(
  partner: PartnerScope,
  organisationId: string,
  input: BrandInput
): Promise<Brand> {
  return workInside(partner, organisationId, async (unit, organisation) => {
    const brand = changedBrand(organisation.brand as Brand, input)
    await organisation
      .useTransaction(unit.trx)
      .merge({ brand: { ...brand } })
      .save()
    await noteByPartner(partner, unit.trx, {
      kind: 'partner.brand_changed',
      organisationId,
      details: { ...brand },
    })
    return brand
  })
}
