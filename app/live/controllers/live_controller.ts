import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { liveServer } from '../server.ts'
import { channelValidator, streamValidator } from '../validators.ts'

/** The streams of live updates; the addresses are those of the transmit client. */
export default class LiveController {
  async stream(ctx: HttpContext) {
    const { uid } = await ctx.request.validateUsing(streamValidator)
    const live = await liveServer()
    await live.loop.start()
    const stream = await live.streams.open(ctx, uid, () => void live.loop.rest())
    return ctx.response.stream(stream)
  }

  async subscribe(ctx: HttpContext) {
    const { uid, channel } = await ctx.request.validateUsing(channelValidator)
    const { streams } = await liveServer()
    if (!(await streams.subscribe(ctx, uid, channel))) throw new NotFoundError('channel')
    return ctx.response.noContent()
  }

  async unsubscribe(ctx: HttpContext) {
    const { uid, channel } = await ctx.request.validateUsing(channelValidator)
    const { streams } = await liveServer()
    await streams.unsubscribe(ctx, uid, channel)
    return ctx.response.noContent()
  }
}
