import type { HttpRouterService } from '@adonisjs/core/types'

// Controllers are loaded by the router, which checks the method name.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Handler = [() => Promise<{ default: new (...args: any[]) => any }>, string]

/** A route that strangers may use, with the reason. */
export interface PublicRoute {
  method: 'GET' | 'POST'
  path: string
  handler: Handler
  /** Why nobody needs to be signed in; read in reviews and by the coverage tests. */
  why: string
}

/** Every public route of this process; filled while the routes are registered. */
export const publicRoutes: Pick<PublicRoute, 'method' | 'path' | 'why'>[] = []

/** Registers routes without sign-in. Whatever is on neither list fails the build. */
export function registerPublicRoutes(router: HttpRouterService, routes: PublicRoute[]) {
  for (const { method, path, handler, why } of routes) {
    publicRoutes.push({ method, path, why })
    router.route(path, [method], handler).as(`public:${method}:${path}`)
  }
}

/**
 * A page of a module for whoever holds a link that the organisation gave out: a customer who is asked for an answer.
 * The link names organisation and record, so the gate is asked as everywhere.
 */
export interface ModulePublicRoute {
  method: 'GET' | 'POST'
  /** Below `/l/<module>/<link>`; `/` for the link itself. */
  path: string
  handler: Handler
  /** What the link was made for; others answer as if they did not exist: `feedback.survey`. */
  purpose: string
  /** Why nobody needs to be signed in. */
  why: string
}
