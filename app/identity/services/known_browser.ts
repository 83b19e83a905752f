import type { HttpContext } from '@adonisjs/core/http'
import { v7 as uuidv7 } from 'uuid'

/** A browser in which people have signed in before: its id and theirs, the last one first. */
interface KnownBrowser {
  id: string
  users: string[]
}

/** Signed by APP_KEY, so that nobody can make one up. */
const COOKIE = 'karkhana_device'

/** People of one browser who are remembered. */
const PEOPLE = 5

/**
 * The id of the browser when this person has signed in with it before. Such a browser has a counter of wrong
 * passwords of its own, so that strangers cannot lock the owner of an account out (OWASP, "device cookies").
 */
export function knownBrowser(ctx: HttpContext, userId: string): string | null {
  const known = read(ctx)
  return known?.users.includes(userId) ? known.id : null
}

/** Remembers that this person has signed in with the browser of the request. */
export function rememberBrowser(ctx: HttpContext, userId: string): void {
  const known = read(ctx) ?? { id: uuidv7(), users: [] }
  const others = known.users.filter((id) => id !== userId)
  ctx.response.cookie(
    COOKIE,
    { id: known.id, users: [userId, ...others].slice(0, PEOPLE) },
    { maxAge: '365 days' }
  )
}

function read(ctx: HttpContext): KnownBrowser | null {
  const value = ctx.request.cookie(COOKIE) as Partial<KnownBrowser> | null | undefined
  if (typeof value?.id !== 'string' || !Array.isArray(value.users)) return null
  return { id: value.id, users: value.users.filter((id) => typeof id === 'string') }
}
