import type { HttpContext } from '@adonisjs/core/http'
import { receiveBytes } from '../../http/receive_bytes.ts'
import { reply } from '../../http/reply.ts'
import { worn, type Brand } from '../../settings/brand.ts'
import { LOGO_BYTES, logoPath, prepareLogo } from '../../settings/logos.ts'
import { LogoError } from '../../settings/prepare_logo.ts'
import { brandOrganisation, organisationLogo } from '../services/organisation_brand.ts'
import { organisationOf } from '../services/inside.ts'
import { organisationFacts } from '../services/organisations.ts'
import { getPartner, partnerLogo, updatePartner } from '../services/partners.ts'
import { brandValidator, partnerValidator } from '../validators.ts'

/** How the partner and its organisations present themselves. */
export default class BrandsController {
  async partner(ctx: HttpContext) {
    const { name, brand } = await getPartner(ctx.partner)
    return reply(ctx).page('kernel::partner/brand', {
      record: { name, ...fieldsOf(brand), logo: logoPath(brand.logo) },
    })
  }

  async savePartner(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(partnerValidator)
    await updatePartner(ctx.partner, input)
    return reply(ctx).saved({}, { to: '/partner/brand', message: 'Brand saved.' })
  }

  async storePartnerLogo(ctx: HttpContext) {
    await partnerLogo(ctx.partner, await pictureOf(ctx))
    return reply(ctx).saved({}, { to: '/partner/brand', message: 'Logo saved.' })
  }

  async removePartnerLogo(ctx: HttpContext) {
    await partnerLogo(ctx.partner, null)
    return reply(ctx).saved({}, { to: '/partner/brand', message: 'Logo removed.' })
  }

  async organisation(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const organisation = await organisationOf(ctx.partner, id)
    const partner = await getPartner(ctx.partner)
    const inherited = worn({ ...partner.brand, logo: logoPath(partner.brand.logo) })
    return reply(ctx).page('kernel::partner/organisations/brand', {
      record: await organisationFacts(ctx.partner, id),
      own: {
        ...fieldsOf(organisation.brand as Brand),
        logo: logoPath(organisation.logo),
      },
      inherited,
    })
  }

  async saveOrganisation(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const input = await ctx.request.validateUsing(brandValidator)
    await brandOrganisation(ctx.partner, id, input)
    return reply(ctx).saved(
      {},
      { to: `/partner/organisations/${id}/brand`, message: 'Brand saved.' }
    )
  }

  async storeOrganisationLogo(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    await organisationLogo(ctx.partner, id, await pictureOf(ctx))
    return reply(ctx).saved(
      {},
      { to: `/partner/organisations/${id}/brand`, message: 'Logo saved.' }
    )
  }

  async removeOrganisationLogo(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    await organisationLogo(ctx.partner, id, null)
    return reply(ctx).saved(
      {},
      { to: `/partner/organisations/${id}/brand`, message: 'Logo removed.' }
    )
  }
}

function fieldsOf({ accent, mailName, mailReplyTo }: Brand) {
  return { accent: accent ?? null, mailName: mailName ?? null, mailReplyTo: mailReplyTo ?? null }
}

/**
 * The picture that is the body of the request.
 * @throws LogoError
 */
async function pictureOf(ctx: HttpContext) {
  const bytes = await receiveBytes(ctx, LOGO_BYTES)
  if (!bytes) throw new LogoError('The picture is larger than 2 MB.', 'Choose a smaller file.')
  return prepareLogo(bytes)
}
