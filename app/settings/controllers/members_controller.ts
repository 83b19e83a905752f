import type { HttpContext } from '@adonisjs/core/http'
import { ROLES } from '../../access/permissions.ts'
import { reply } from '../../http/reply.ts'
import { addMember, listMembers, updateMember } from '../../identity/services/members.ts'
import { memberChangeValidator, memberValidator } from '../../identity/validators/people.ts'

/** People of the organisation and what they may do. */
export default class MembersController {
  async index(ctx: HttpContext) {
    const members = await listMembers(ctx.scope)
    if (ctx.surface === 'api') return { data: members }
    return reply(ctx).page('kernel::settings/members', { members, roles: ROLES })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(memberValidator)
    const member = await addMember(ctx.scope, input)
    return reply(ctx).saved(
      { id: member.id, role: member.role, active: member.active },
      { to: '/settings/members', message: `${input.name} can sign in now.`, created: true }
    )
  }

  async update(ctx: HttpContext) {
    const changes = await ctx.request.validateUsing(memberChangeValidator)
    const member = await updateMember(ctx.scope, ctx.params.id, changes)
    return reply(ctx).saved(
      { id: member.id, role: member.role, active: member.active },
      { to: '/settings/members', message: 'Member saved.' }
    )
  }
}
