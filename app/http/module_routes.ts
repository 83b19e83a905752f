import type { Surface } from './surface.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
// Controllers are loaded by the router, which checks the method name.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type LazyController = () => Promise<{ default: new (...args: any[]) => any }>
type Handler = [LazyController, string]

export interface RouteOptions {
  /** Permission of the module that the reader needs. */
  permission: string
  /** Where the route exists; a page and its API twin unless said otherwise. */
  only?: Surface
}

export interface DeclaredRoute {
  method: Method
  /** Below `/<module>` and `/api/v1/<module>`. */
  path: string
  handler: Handler
  permission: string
  surfaces: Surface[]
  /** Table of the record that `:id` names. */
  record?: string
}

export type RouteDeclaration = DeclaredRoute[]

/** Collects the routes of a module. */
export class RouteBuilder {
  readonly routes: DeclaredRoute[] = []

  get(path: string, handler: Handler, options: RouteOptions) {
    return this.#add('GET', path, handler, options)
  }

  post(path: string, handler: Handler, options: RouteOptions) {
    return this.#add('POST', path, handler, options)
  }

  put(path: string, handler: Handler, options: RouteOptions) {
    return this.#add('PUT', path, handler, options)
  }

  patch(path: string, handler: Handler, options: RouteOptions) {
    return this.#add('PATCH', path, handler, options)
  }

  delete(path: string, handler: Handler, options: RouteOptions) {
    return this.#add('DELETE', path, handler, options)
  }

  #add(method: Method, path: string, handler: Handler, options: RouteOptions) {
    this.routes.push({
      method,
      path,
      handler,
      permission: options.permission,
      surfaces: options.only ? [options.only] : ['web', 'api'],
    })
    return this
  }
}

/**
 * Declares the routes of a module: `/tickets/…` for pages, `/api/v1/tickets/…` for the API, both
 * behind sign-in, scope, gate and the permission. `records` names the table behind each address with an `:id`, by the
 * beginning of the path: `{ '/:id': 'tickets_tickets' }`.
 */
export function defineRoutes(
  build: (route: RouteBuilder) => void,
  { records = {} }: { records?: Record<string, string> } = {}
): RouteDeclaration {
  const builder = new RouteBuilder()
  build(builder)
  return builder.routes.map((route) => {
    const beginning = Object.keys(records).find(
      (path) => route.path === path || route.path.startsWith(`${path}/`)
    )
    return beginning ? { ...route, record: records[beginning] } : route
  })
}
