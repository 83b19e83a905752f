import type { HttpContext } from '@adonisjs/core/http'
import {
  BRANCH_KEY,
  ORGANISATION_KEY,
  PARTNER_ACCESS_KEY,
  VIEW_AS_KEY,
} from '../../http/session_keys.ts'
import { reply } from '../../http/reply.ts'
import { readAccess } from '../services/access.ts'
import { enterOrganisation } from '../services/entering.ts'
import { scopeInside } from '../services/inside.ts'
import { organisationFacts } from '../services/organisations.ts'

/** Looking into an organisation that has let the partner in. */
export default class VisitsController {
  async index(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const inside = await scopeInside(ctx.partner, id)
    return reply(ctx).page('kernel::partner/organisations/access', {
      record: await organisationFacts(ctx.partner, id),
      access: await inside.read((unit) => readAccess(unit, ctx.partner.partnerId)),
    })
  }

  /** Opens the organisation in this session. It is not remembered for the next one. */
  async enter(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    await enterOrganisation(ctx.partner, id)
    const { session } = ctx
    session.put(ORGANISATION_KEY, id)
    session.put(PARTNER_ACCESS_KEY, id)
    session.forget(BRANCH_KEY)
    session.forget(VIEW_AS_KEY)
    return ctx.response.redirect().status(303).toPath('/')
  }

  async leave({ session, response }: HttpContext) {
    const id = session.pull(PARTNER_ACCESS_KEY, null) as string | null
    if (id && session.get(ORGANISATION_KEY) === id) session.forget(ORGANISATION_KEY)
    session.forget(BRANCH_KEY)
    const to = id ? `/partner/organisations/${id}/access` : '/partner/organisations'
    return response.redirect().status(303).toPath(to)
  }

  /** The first page of a partner. */
  async begin({ response }: HttpContext) {
    return response.redirect().status(303).toPath('/partner/organisations')
  }
}
