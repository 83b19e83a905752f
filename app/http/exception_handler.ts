import { randomUUID } from 'node:crypto'
import { ExceptionHandler, type HttpContext } from '@adonisjs/core/http'
import { errorIn } from '../lang/error_words.ts'
import { ownerOf, readerLanguage } from '../lang/reader_language.ts'
import { isVisit } from './is_visit.ts'
import { localPath } from './local_path.ts'
import { isProgram, problem } from './problem.ts'
import { missingFirst } from './record_guard.ts'
import { INTENDED_KEY } from './session_keys.ts'
import { tellWait } from './rate_limits/headers.ts'
import { understand, type Understood } from './understand_error.ts'

const SIGNED_OUT = new Set(['E_UNAUTHORIZED_ACCESS', 'E_SESSION_ENDED'])
/** Not signed in, not allowed, no token of our own page, too often. */
const REFUSED = new Set([401, 403, 429])
/** For whoever followed a link and has no account, nothing but the link can be wrong. */
const LINK_PAGE = 'links/gone'

/** Errors that a page answers better than an error page: where the reader can do something about them. */
const ELSEWHERE: Record<string, string> = {
  E_NOT_A_MEMBER: '/account/organisations',
  E_TWO_FACTOR_REQUIRED: '/account/two-factor',
  E_PARTNER_ACCESS_ENDED: '/partner/organisations',
}

/**
 * Turns every error into an answer: problem details for programs (RFC 9457), the message at the
 * field for forms, a page that says what to do for everything else.
 */
export default class HttpExceptionHandler extends ExceptionHandler {
  protected debug = false
  protected renderStatusPages = false

  async handle(raw: unknown, ctx: HttpContext) {
    const understood = await missingFirst(ctx, understand(raw))
    const error = errorIn(readerLanguage(ctx), ownerOf(ctx), understood)
    tellWait(ctx, error)
    if (isProgram(ctx)) return problem(ctx, error)
    if (SIGNED_OUT.has(error.code)) return this.#toSignIn(ctx, error)
    if (ELSEWHERE[error.code]) return this.#elsewhere(ctx, error)
    if (isLinkGone(ctx, error)) return this.#page(ctx, error, LINK_PAGE)
    if (this.#isForm(ctx, error)) return this.#backToForm(ctx, error)
    return this.#page(ctx, error)
  }

  async report(raw: unknown, ctx: HttpContext) {
    const error = understand(raw)
    if (REFUSED.has(error.status)) return this.#noteRefusal(ctx, error)
    if (error.status < 500) return
    ctx.logger.error({ err: raw, requestId: ctx.request.id() }, error.message)
  }

  /** Who was refused what, by pattern: addresses of links hold secrets. */
  #noteRefusal(
    { request, route, logger, account, scope }: HttpContext,
    { status, code }: Understood
  ) {
    const refused = {
      status,
      code,
      method: request.method(),
      route: route?.pattern,
      ip: request.ip(),
      userId: (account as HttpContext['account'] | undefined)?.user.id,
      organisationId: (scope as HttpContext['scope'] | undefined)?.organisationId,
      requestId: request.id(),
    }
    logger.info(refused, 'refused')
  }

  async #toSignIn(ctx: HttpContext, error: Understood) {
    if (error.code === 'E_SESSION_ENDED') {
      await ctx.auth.use('web').logout()
      ctx.session.clear()
      ctx.session.flash('id', randomUUID())
      ctx.session.flash('error', { code: error.code, message: error.message, next: error.next })
    }
    const wanted = wantedPath(ctx)
    if (wanted) ctx.session.put(INTENDED_KEY, wanted)
    return ctx.response.redirect().status(303).toPath('/login')
  }

  #elsewhere(ctx: HttpContext, error: Understood) {
    if (error.code === 'E_TWO_FACTOR_REQUIRED' && ctx.request.method() === 'GET') {
      ctx.session.put(INTENDED_KEY, ctx.request.url(true))
    }
    ctx.session.flash('error', { code: error.code, message: error.message, next: error.next })
    return ctx.response.redirect().status(303).toPath(ELSEWHERE[error.code])
  }

  #isForm(ctx: HttpContext, error: Understood) {
    return Boolean(ctx.session) && ctx.request.method() !== 'GET' && error.status < 500
  }

  #backToForm(ctx: HttpContext, error: Understood) {
    const fields = Object.fromEntries(error.fields.map(({ field, message }) => [field, [message]]))
    ctx.session.flash('inputErrorsBag', fields)
    if (error.fields.length === 0) {
      ctx.session.flash('id', randomUUID())
      ctx.session.flash('error', { code: error.code, message: error.message, next: error.next })
    }
    return ctx.response.redirect().status(303).back()
  }

  async #page(ctx: HttpContext, error: Understood, own?: string) {
    ctx.response.status(error.status)
    // The record of the address is not on this page: nobody is said to have it open.
    ctx.recordShown = undefined
    const component = `kernel::${own ?? 'errors/failed'}`
    const details = {
      status: error.status,
      code: error.code,
      message: error.message,
      next: error.next ?? null,
      requestId: ctx.request.id() ?? null,
    }
    if (!ctx.inertia) {
      return ctx.response.send(`${error.message} ${error.next ?? ''} (${error.code})`)
    }
    const page = await ctx.inertia.render(component as never, details as never)
    if (!ctx.response.hasLazyBody) return ctx.response.send(page)
  }
}

/** Where to go after signing in: the page that was asked for, or that held the form which was sent. */
function wantedPath(ctx: HttpContext): string | null {
  const { request } = ctx
  if (!isVisit(ctx)) return null
  if (request.method() === 'GET') return request.url(true)
  const from = URL.parse(request.header('referer') ?? '')
  return from && from.host === request.host() ? localPath(`${from.pathname}${from.search}`) : null
}

function isLinkGone(ctx: HttpContext, { code, status }: Understood) {
  const link = ctx.link as HttpContext['link'] | undefined
  return code === 'E_LINK_GONE' || (link !== undefined && status === 404)
}
