import type { HttpContext } from '@adonisjs/core/http'
import { SESSION_KEY } from '../../http/session_keys.ts'

/** Where a request came from, for the records of what happened. */
export interface Origin {
  ip: string | null
  userAgent: string | null
  sessionId: string | null
}

/** Origin of work that no request asked for: a command, a job. */
export const NOWHERE: Origin = { ip: null, userAgent: null, sessionId: null }

const LONGEST_AGENT = 300

/** @returns the origin of the request; the name of the browser is cut to 300 characters */
export function originOf(ctx: HttpContext): Origin {
  return {
    ip: ctx.request.ip(),
    userAgent: ctx.request.header('user-agent')?.slice(0, LONGEST_AGENT) ?? null,
    sessionId: (ctx.session?.get(SESSION_KEY) as string | undefined) ?? null,
  }
}
