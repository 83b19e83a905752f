import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { reply } from '../../http/reply.ts'
import { readerOf, takeWayOut } from '../way_out.ts'

/** The way out of e-mails about what happens: looking changes nothing, since mail servers open links too. */
export default class WayOutController {
  async show(ctx: HttpContext) {
    const token = ctx.params.token as string
    const user = await readerOf(token)
    const ended = ctx.request.qs().ended === '1'
    return reply(ctx).page('kernel::auth/unsubscribe', { token, email: user?.email ?? null, ended })
  }

  async end({ params, response }: HttpContext) {
    const token = params.token as string
    await takeWayOut(token)
    return response
      .redirect()
      .status(303)
      .toPath(`/unsubscribe/${encodeURIComponent(token)}?ended=1`)
  }

  /** Whoever follows the address of the header by hand. */
  async open({ params, response }: HttpContext) {
    return response.redirect().toPath(`/unsubscribe/${encodeURIComponent(params.token as string)}`)
  }

  /** @throws NotFoundError */
  async oneClick({ params, response }: HttpContext) {
    if (!(await takeWayOut(params.token as string))) throw new NotFoundError('link')
    return response.noContent()
  }
}
