import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { translate } from '../../lang/translate.ts'
import { addMember, changeMember, listMembers } from '../services/members.ts'
import { partnerMemberChangeValidator, partnerMemberValidator } from '../validators.ts'

/** The people of the partner. */
export default class PartnerMembersController {
  async index(ctx: HttpContext) {
    return reply(ctx).page('kernel::partner/members', { members: await listMembers(ctx.partner) })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(partnerMemberValidator)
    await addMember(ctx.partner, input)
    return reply(ctx).saved(
      { email: input.email },
      {
        to: '/partner/members',
        message: translate(ctx.partner.language, 'kernel.partners.gets_mail', {
          email: input.email,
        }),
        created: true,
      }
    )
  }

  async update(ctx: HttpContext) {
    const change = await ctx.request.validateUsing(partnerMemberChangeValidator)
    await changeMember(ctx.partner, ctx.params.id, change)
    return reply(ctx).saved(
      { id: ctx.params.id },
      { to: '/partner/members', message: 'Saved. It counts from their next click on.' }
    )
  }
}
