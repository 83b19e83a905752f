import db from '@adonisjs/lucid/services/db'
import { v7 as uuidv7 } from 'uuid'
import { RuleError } from '../../errors.ts'
import User from '../../identity/models/user.ts'
import { NOWHERE } from '../../identity/services/origin.ts'
import { noteSecurityEvent } from '../../identity/services/security_events.ts'
import { removeLogos, storeLogo, type PreparedLogo } from '../../settings/logos.ts'
import { changedBrand, type BrandInput } from '../../settings/brand.ts'
import { memberMail } from '../mails/member_mail.ts'
import Partner from '../models/partner.ts'
import { PartnerScope } from '../partner_scope.ts'
import { noteByPartner } from './inside.ts'

/**
 * Founds a partner with its first manager, who gets a link to set up an account unless there is one. For whoever runs
 * the deployment; there is no page for it.
 * @throws RuleError naming `name`
 */
export async function createPartner(input: {
  name: string
  managerName: string
  managerEmail: string
}): Promise<{ partner: Partner; manager: User }> {
  const email = input.managerEmail.trim().toLowerCase()
  return db.transaction(async (trx) => {
    const taken = await Partner.query({ client: trx })
      .whereRaw('lower(name) = lower(?)', [input.name])
      .first()
    if (taken) {
      throw new RuleError('E_PARTNER_NAME', 'There is a partner of this name already.', {
        field: 'name',
        next: 'Choose another name.',
      })
    }
    const partner = await Partner.create({ name: input.name, email }, { client: trx })
    const known = await User.query({ client: trx }).whereRaw('lower(email) = ?', [email]).first()
    const manager =
      known ??
      (await User.create({ name: input.managerName, email, password: null }, { client: trx }))
    await trx
      .table('partner_members')
      .insert({ id: uuidv7(), partner_id: partner.id, user_id: manager.id, role: 'manager' })
    const details = { partner: partner.name, email, role: 'manager' }
    await noteSecurityEvent(
      { kind: 'partner.member_added', userId: manager.id, partnerId: partner.id, details },
      NOWHERE,
      trx
    )
    const scope = new PartnerScope(
      { id: partner.id, name: partner.name },
      { id: manager.id, name: manager.name },
      'manager',
      NOWHERE
    )
    await memberMail(trx, scope, manager)
    return { partner, manager }
  })
}

/** Name, contact and brand of the partner. */
export async function getPartner(partner: PartnerScope): Promise<Partner> {
  partner.ensure('partner.view')
  return Partner.findOrFail(partner.partnerId)
}

/**
 * Changes what the partner's organisations wear that have no brand of their own, from their next page and mail on.
 * @throws PartnerForbiddenError, RuleError naming `accent`, `mailName` or `mailReplyTo`
 */
export async function updatePartner(
  partner: PartnerScope,
  input: BrandInput & { name: string }
): Promise<Partner> {
  partner.ensure('partner.manage')
  return db.transaction(async (trx) => {
    const row = await Partner.query({ client: trx })
      .where('id', partner.partnerId)
      .forUpdate()
      .firstOrFail()
    const brand = changedBrand(row.brand, input)
    await row.useTransaction(trx).merge({ name: input.name, brand }).save()
    await noteByPartner(partner, trx, {
      kind: 'partner.brand_changed',
      details: { name: row.name, ...brand },
    })
    return row
  })
}

/**
 * Gives the partner a logo, or takes it away with `null`.
 * @throws PartnerForbiddenError
 */
export async function partnerLogo(partner: PartnerScope, logo: PreparedLogo | null): Promise<void> {
  partner.ensure('partner.manage')
  const owner = { kind: 'partner' as const, id: partner.partnerId }
  await db.transaction(async (trx) => {
    const row = await Partner.query({ client: trx })
      .where('id', partner.partnerId)
      .forUpdate()
      .firstOrFail()
    if (!logo) await removeLogos(trx, owner)
    const sha256 = logo && (await storeLogo(trx, owner, logo))
    await row
      .useTransaction(trx)
      .merge({ brand: { ...row.brand, logo: sha256 } })
      .save()
    await noteByPartner(partner, trx, {
      kind: 'partner.brand_changed',
      details: { logo: logo ? 'new' : 'removed' },
    })
  })
}
