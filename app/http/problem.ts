import type { HttpContext } from '@adonisjs/core/http'
import type { Understood } from './understand_error.ts'

/** Programs get problem details: everything below `/api`, and scripts of a page that ask for JSON. */
export function isProgram(ctx: HttpContext): boolean {
  if (ctx.request.url().startsWith('/api/')) return true
  return !ctx.request.header('x-inertia') && ctx.request.accepts(['html', 'json']) === 'json'
}

/** Answers with problem details as in RFC 9457; `code` is stable, `errors` name the fields. */
export function problem(ctx: HttpContext, error: Understood) {
  ctx.response.status(error.status)
  ctx.response.header('content-type', 'application/problem+json')
  return ctx.response.send(
    JSON.stringify({
      type: 'about:blank',
      title: error.message,
      status: error.status,
      code: error.code,
      next: error.next,
      errors: error.fields.length > 0 ? error.fields : undefined,
      meta: error.meta,
      requestId: ctx.request.id(),
    })
  )
}
