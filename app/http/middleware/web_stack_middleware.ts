import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import SessionMiddleware from '@adonisjs/session/session_middleware'
import ShieldMiddleware from '@adonisjs/shield/shield_middleware'
import { REMEMBERED_KEY } from '../session_keys.ts'
import { isVisit } from '../is_visit.ts'
import { isStateless } from '../surface.ts'

/** Where the pages find the token that their writes carry. */
const CSRF_COOKIE = 'XSRF-TOKEN'

/** Seconds that the cookie of a remembered session lives after its last use. */
const REMEMBERED_FOR = 30 * 24 * 60 * 60

/**
 * Session, CSRF and the security headers, for pages. The API and public pictures have neither cookies
 * nor forms, so they skip the round trips to the session store.
 */
export default class WebStackMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (isStateless(ctx.request.url())) return next()
    const session = await ctx.containerResolver.make(SessionMiddleware)
    const shield = await ctx.containerResolver.make(ShieldMiddleware)
    const inBackground = !isVisit(ctx)
    const output: unknown = await session.handle(ctx, () => {
      // A session without a message is not written: that would take away one that came meanwhile.
      if (inBackground && !ctx.session.flashMessages.isEmpty) ctx.session.reflash()
      return shield.handle(ctx, () => {
        // Streams send their headers before the session is through.
        if (inBackground && keepsSession(ctx)) withhold(ctx, CSRF_COOKIE)
        return next()
      })
    })
    if (ctx.session.get(REMEMBERED_KEY)) outliveBrowser(ctx)
    if (inBackground && keepsSession(ctx)) withhold(ctx, ctx.session.config.cookieName)
    return output
  }
}

/** Whether the browser holds the cookies of this session already. */
function keepsSession({ request, session }: HttpContext): boolean {
  const held = request.cookie(session.config.cookieName) as unknown
  return held === session.sessionId && CSRF_COOKIE in request.cookiesList()
}

/**
 * Takes a cookie out of the answer. What is fetched in the background may be answered after somebody else has signed in
 * at this browser, or the same person anew: the cookies of the session that asked would put them out again.
 */
function withhold({ response }: HttpContext, name: string) {
  // A stream or a file: what it began with is out already.
  if (response.headersSent) return
  const cookies = [response.getHeader('set-cookie') ?? []].flat().map(String)
  const others = cookies.filter((cookie) => !cookie.startsWith(`${name}=`))
  if (others.length > 0) response.header('set-cookie', others)
  else response.removeHeader('set-cookie')
}

/** The session cookie ends with the browser; that of somebody who wanted to be remembered does not. */
function outliveBrowser({ response, session }: HttpContext) {
  const own = `${session.config.cookieName}=`
  const cookies = [response.getHeader('set-cookie') ?? []].flat().map(String)
  response.header(
    'set-cookie',
    cookies.map((cookie) =>
      cookie.startsWith(own) ? `${cookie}; Max-Age=${REMEMBERED_FOR}` : cookie
    )
  )
}
