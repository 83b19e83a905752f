import type { HttpContext } from '@adonisjs/core/http'
import { isProgram } from './problem.ts'

/**
 * Whether a page is asked for, by a link, a form or the address. Pictures, streams, and what open pages ask for besides
 * are none: they take no message away and are no place to come back to.
 */
export function isVisit(ctx: HttpContext): boolean {
  if (ctx.request.header('x-background')) return false
  if (ctx.request.header('accept') === 'text/event-stream') return false
  if (ctx.request.header('x-inertia')) return true
  const place = ctx.request.header('sec-fetch-dest') ?? 'document'
  return !isProgram(ctx) && ['document', 'iframe'].includes(place)
}
