import { changedBrand, type Brand, type BrandInput } from '../../settings/brand.ts'
import { removeLogos, storeLogo, type PreparedLogo } from '../../settings/logos.ts'
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

/** Gives one organisation a logo, or takes it away with `null`: the partner's counts then. */
export async function organisationLogo(
  partner: PartnerScope,
  organisationId: string,
  logo: PreparedLogo | null
): Promise<void> {
  const owner = { kind: 'organisation' as const, id: organisationId }
  await workInside(partner, organisationId, async (unit, organisation) => {
    if (!logo) await removeLogos(unit.trx, owner)
    const sha256 = logo && (await storeLogo(unit.trx, owner, logo))
    await organisation.useTransaction(unit.trx).merge({ logo: sha256 }).save()
    await noteByPartner(partner, unit.trx, {
      kind: 'partner.brand_changed',
      organisationId,
      details: { logo: logo ? 'new' : 'removed' },
    })
  })
}
