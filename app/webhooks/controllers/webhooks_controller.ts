import { inject } from '@adonisjs/core'
import encryption from '@adonisjs/core/services/encryption'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { listInput } from '../../lists/main.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import {
  changeEndpoint,
  createEndpoint,
  readEndpoint,
  removeEndpoint,
  rollSecret,
  sendTest,
  switchEndpoint,
  webhookChoices,
} from '../endpoints.ts'
import { listEndpoints, listMessages, replayMessage } from '../lists.ts'
import { endpointSwitchValidator, endpointValidator } from '../validators.ts'

/** A new secret waits here for the page that shows it once; encrypted, because sessions are stored. */
const NEW_SECRET = 'newWebhookSecret'

const page = (id: string) => `/settings/webhooks/${id}`

/** Addresses that events of the organisation are sent to. */
@inject()
export default class WebhooksController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const list = await listEndpoints(ctx.scope, await listInput(ctx))
    return reply(ctx).list('kernel::settings/webhooks', list)
  }

  async create(ctx: HttpContext) {
    return reply(ctx).page('kernel::settings/webhook_form', {
      endpoint: null,
      choices: webhookChoices(ctx.scope, this.registry, sayTo(ctx)),
    })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(endpointValidator)
    const endpoint = await createEndpoint(ctx.scope, this.registry, input)
    this.#keep(ctx, endpoint.secret)
    return reply(ctx).saved(endpoint, {
      to: page(endpoint.id),
      message: 'Copy the secret now; it is not shown again.',
      created: true,
    })
  }

  async show(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const say = sayTo(ctx)
    const found = await readEndpoint(ctx.scope, id)
    const endpoint = {
      ...found,
      disabledReason: found.disabledReason && say('kernel', found.disabledReason),
    }
    return reply(ctx).record('kernel::settings/webhook', endpoint, async () => {
      const sealed = ctx.session.flashMessages.get(NEW_SECRET) as string | undefined
      return {
        secret: sealed ? encryption.decrypt(sealed, NEW_SECRET) : null,
        list: await this.#messages(ctx, id),
        choices: webhookChoices(ctx.scope, this.registry, sayTo(ctx)),
      }
    })
  }

  async edit(ctx: HttpContext) {
    return reply(ctx).page('kernel::settings/webhook_form', {
      endpoint: await readEndpoint(ctx.scope, ctx.params.id),
      choices: webhookChoices(ctx.scope, this.registry, sayTo(ctx)),
    })
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(endpointValidator)
    const endpoint = await changeEndpoint(ctx.scope, this.registry, ctx.params.id, input)
    return reply(ctx).saved(endpoint, { to: page(endpoint.id), message: 'Webhook saved.' })
  }

  async switch(ctx: HttpContext) {
    const { enabled } = await ctx.request.validateUsing(endpointSwitchValidator)
    const endpoint = await switchEndpoint(ctx.scope, ctx.params.id, enabled)
    return reply(ctx).saved(endpoint, {
      to: page(endpoint.id),
      message: enabled ? 'The webhook is on.' : 'The webhook is off.',
    })
  }

  async secret(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const secret = await rollSecret(ctx.scope, id)
    this.#keep(ctx, secret)
    return reply(ctx).saved(
      { id, secret },
      { to: page(id), message: 'Copy the new secret; the former one counts for another day.' }
    )
  }

  async test(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const delivery = await sendTest(ctx.scope, id)
    return reply(ctx).saved(
      { id: delivery },
      { to: page(id), message: 'A test is on its way. Reload to see how it went.' }
    )
  }

  async messages(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    await readEndpoint(ctx.scope, id)
    const list = await listMessages(ctx.scope, id, await listInput(ctx))
    return { data: list.rows, nextCursor: list.nextCursor, limit: list.limit }
  }

  async replay(ctx: HttpContext) {
    const { id, message } = ctx.params as { id: string; message: string }
    await replayMessage(ctx.scope, id, message)
    return reply(ctx).saved({ id: message }, { to: page(id), message: 'It is sent again.' })
  }

  async destroy(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    await removeEndpoint(ctx.scope, id)
    return reply(ctx).saved({ id }, { to: '/settings/webhooks', message: 'Webhook removed.' })
  }

  /** With the reasons in the language of the reader. */
  async #messages(ctx: HttpContext, id: string) {
    const say = sayTo(ctx)
    const list = await listMessages(ctx.scope, id, await listInput(ctx))
    const rows = list.rows.map((row) => ({
      ...row,
      reason: row.reason && say('kernel', row.reason),
    }))
    return { ...list, rows }
  }

  #keep(ctx: HttpContext, secret: string) {
    if (ctx.surface === 'api') return
    const sealed = encryption.encrypt(secret, { expiresIn: '10 minutes', purpose: NEW_SECRET })
    ctx.session.flash(NEW_SECRET, sealed)
  }
}
