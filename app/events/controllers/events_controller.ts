import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { listInput } from '../../lists/main.ts'
import { listDeliveries } from '../delivery_list.ts'
import { deliveryIn, eventIn } from '../event_words.ts'
import { listEvents, readEvent } from '../lists.ts'
import { discardDelivery, retryDelivery } from '../repeat.ts'

const DELIVERIES = '/settings/events/deliveries'

/** What happened, who was told of it, and what of that failed. */
export default class EventsController {
  async index(ctx: HttpContext) {
    const list = await listEvents(ctx.scope, await listInput(ctx))
    const say = sayTo(ctx)
    const rows = list.rows.map((each) => eventIn(say, each))
    return reply(ctx).list('kernel::settings/events', { ...list, rows })
  }

  async show(ctx: HttpContext) {
    const say = sayTo(ctx)
    const event = await readEvent(ctx.scope, ctx.params.id)
    return reply(ctx).record('kernel::settings/event', {
      ...eventIn(say, event),
      handlers: event.handlers.map((each) => deliveryIn(say, each)),
    })
  }

  async deliveries(ctx: HttpContext) {
    const list = await listDeliveries(ctx.scope, await listInput(ctx))
    const say = sayTo(ctx)
    const rows = list.rows.map((each) => deliveryIn(say, each))
    return reply(ctx).list('kernel::settings/event_deliveries', { ...list, rows })
  }

  async retry(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    await retryDelivery(ctx.scope, id)
    return reply(ctx).saved(
      { id },
      { to: this.#back(ctx), message: 'It is handled again in a moment.' }
    )
  }

  async discard(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    await discardDelivery(ctx.scope, id)
    return reply(ctx).saved({ id }, { to: this.#back(ctx), message: 'Discarded.' })
  }

  /** The page of the event, if that is where the button was. */
  #back({ request }: HttpContext) {
    const from = request.input('event') as unknown
    return typeof from === 'string' && /^[0-9a-f-]{36}$/.test(from)
      ? `/settings/events/${from}`
      : DELIVERIES
  }
}
