import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { listInput } from '../../lists/list_input.ts'
import { runList } from '../../lists/define_list.ts'
import { updateMember } from '../../identity/services/members_change.ts'
import { sayTo } from '../../lang/say.ts'
import { memberForm, memberRecord } from '../../identity/services/members_form.ts'
import { memberList } from '../../identity/services/members_list.ts'
import { memberChangeValidator } from '../../identity/validators/joining.ts'
import { ModuleRegistry } from '../../modules/registry.ts'

/** People of the organisation and what they may do. */
@inject()
export default class MembersController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const list = await runList(ctx.scope, memberList, await listInput(ctx))
    return reply(ctx).list('kernel::settings/members', list)
  }

  async edit(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    return reply(ctx).page('kernel::settings/members_edit', {
      ...(await memberForm(ctx.scope, this.registry, id, sayTo(ctx))),
    })
  }

  async update(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    await memberRecord(ctx.scope, id)
    const changes = await ctx.request.validateUsing(memberChangeValidator)
    await updateMember(ctx.scope, this.registry, id, changes)
    const member = await memberRecord(ctx.scope, id)
    return reply(ctx).saved(member, {
      to: '/settings/members',
      message: `${member.name} saved.`,
    })
  }
}
