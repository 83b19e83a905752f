import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { qrDataUri } from '../../documents/qr.ts'
import { absoluteUrl } from '../../http/absolute_url.ts'
import { reply } from '../../http/reply.ts'
import {
  createInvitation,
  renewInvitation,
  withdrawInvitation,
  type MadeInvitation,
} from '../../identity/services/invitations.ts'
import { invitationList, invitationRecord } from '../../identity/services/invitations_list.ts'
import { slowInvitations } from '../../identity/services/invitations_throttle.ts'
import { sayTo } from '../../lang/say.ts'
import { roleOptions } from '../../identity/services/members_form.ts'
import { invitationValidator } from '../../identity/validators/joining.ts'
import { listInput } from '../../lists/list_input.ts'
import { runList } from '../../lists/define_list.ts'
import { ModuleRegistry } from '../../modules/registry.ts'

/** Flash key of the secret that is shown once. */
const SECRET = 'invitation_secret'

/** Invitations to the organisation. */
@inject()
export default class InvitationsController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const list = await runList(ctx.scope, invitationList, await listInput(ctx))
    return reply(ctx).list('kernel::settings/invitations', list)
  }

  async create(ctx: HttpContext) {
    return reply(ctx).page('kernel::settings/invitation_form', {
      roles: await roleOptions(ctx.scope, this.registry, sayTo(ctx)),
      branches: ctx.scope.branches.map(({ id, name }) => ({ value: id, label: name })),
      limited: ctx.scope.branchIds !== null,
    })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(invitationValidator)
    await slowInvitations(ctx.scope.organisationId)
    const made = await createInvitation(ctx.scope, this.registry, input)
    return this.#made(ctx, made, true)
  }

  /** The invitation and who joined by it; right after it was made, its secret as well. */
  async show(ctx: HttpContext) {
    const record = await invitationRecord(ctx.scope, ctx.params.id as string)
    if (ctx.surface === 'api') return reply(ctx).record('', record)
    const secret = ctx.session.flashMessages.get(SECRET) as string | undefined
    return reply(ctx).record('kernel::settings/invitation', record, {
      shown: secret ? shown(secret) : null,
    })
  }

  async renew(ctx: HttpContext) {
    await invitationRecord(ctx.scope, ctx.params.id as string)
    await slowInvitations(ctx.scope.organisationId)
    return this.#made(
      ctx,
      await renewInvitation(ctx.scope, this.registry, ctx.params.id as string),
      false
    )
  }

  async withdraw(ctx: HttpContext) {
    await invitationRecord(ctx.scope, ctx.params.id as string)
    await withdrawInvitation(ctx.scope, ctx.params.id as string)
    return reply(ctx).saved(await invitationRecord(ctx.scope, ctx.params.id as string), {
      to: '/settings/invitations',
      message: 'Invitation withdrawn. Nobody can use it any more.',
    })
  }

  /** Who made it gets the secret once: a program in the answer, a reader on the next page. */
  async #made(ctx: HttpContext, { invitation, secret }: MadeInvitation, created: boolean) {
    const record = await invitationRecord(ctx.scope, invitation.id)
    if (ctx.surface !== 'api' && secret) ctx.session.flash(SECRET, secret)
    return reply(ctx).saved(
      { ...record, secret },
      {
        to: secret ? `/settings/invitations/${invitation.id}` : '/settings/invitations',
        message: secret ? 'Invitation made.' : `Invitation sent to ${invitation.email}.`,
        created,
      }
    )
  }
}

/** A secret as people pass it on: the address that opens it, and its QR code. */
function shown(secret: string) {
  const link = absoluteUrl(`/join/${secret}`)
  return { secret, link, qr: qrDataUri(link) }
}
