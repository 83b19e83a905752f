import type { Tier } from './rate_limits/tiers.ts'
import type { RouteDocs } from './route_docs.ts'
import type { Surface } from './surface.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
/** Controllers are loaded by the router, which checks the method name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type LazyController = () => Promise<{ default: new (...args: any[]) => any }>
type Handler = [LazyController, string]

/**
 * Whose routes these are. `member`: of an organisation, with a scope. `partner`: of a partner, with `ctx.partner`.
 * `account`: of anybody who is signed in, about themselves.
 */
export type Audience = 'member' | 'partner' | 'account'

/** What readers of `account` and `partner` routes need; members need permissions that modules declare. */
export type AudiencePermission = 'account.self' | 'partner.view' | 'partner.manage'

export interface RouteOptions extends RouteDocs {
  /** Permission that the reader needs. */
  permission: string
  /** Where the route exists; a page and its API twin unless said otherwise. */
  only?: Surface
  /** Answers readers who only look on as well: leaving the view, another organisation. Never writes their data. */
  whileReadOnly?: boolean
  /** Rate limit besides the one of the caller; `ai` for routes that ask a language model. */
  tier?: Tier
  /**
   * The controller calls something outside: a service, the file store, the printer. No transaction is held around it
   * then. A write that does so without saying it fails in tests. Routes of the tier `ai` do by themselves.
   */
  outside?: boolean
}

export interface DeclaredRoute {
  method: Method
  /** Below `/<module>` and `/api/v1/<module>`. */
  path: string
  handler: Handler
  permission: string
  surfaces: Surface[]
  audience: Audience
  whileReadOnly: boolean
  tier: Tier
  /** Its controller calls something outside. */
  outside: boolean
  /** Table of the record that `:id` names. */
  record?: string
  docs: RouteDocs
}

/** The routes of a module, as `defineRoutes` collects them. */
export type RouteDeclaration = DeclaredRoute[]

/** Collects the routes of a module. */
export class RouteBuilder {
  readonly routes: DeclaredRoute[] = []

  constructor(readonly audience: Audience = 'member') {}

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
      surfaces: surfacesOf(this.audience, options.only),
      audience: this.audience,
      whileReadOnly: options.whileReadOnly ?? false,
      tier: options.tier ?? 'standard',
      outside: options.outside ?? options.tier === 'ai',
      docs: docsOf(options),
    })
    return this
  }
}

const docsOf = ({ summary, query, body, bytes, answer, record }: RouteOptions): RouteDocs => ({
  summary,
  query,
  body,
  bytes,
  answer,
  record,
})

/** The API is for programs of an organisation; accounts and partners have pages. */
function surfacesOf(audience: Audience, only: Surface | undefined): Surface[] {
  if (only) return [only]
  return audience === 'member' ? ['web', 'api'] : ['web']
}

/**
 * Declares the routes of a module: `/tickets/…` for pages, `/api/v1/tickets/…` for the API, both
 * behind sign-in, scope, gate and the permission. `records` names the table behind each address with an `:id`, by the
 * beginning of the path: `{ '/:id': 'tickets_tickets' }`. `audience` is the kernel's own business.
 */
export function defineRoutes(
  build: (route: RouteBuilder) => void,
  { records = {}, audience }: { records?: Record<string, string>; audience?: Audience } = {}
): RouteDeclaration {
  const builder = new RouteBuilder(audience)
  build(builder)
  return builder.routes.map((route) => {
    const beginning = Object.keys(records).find(
      (path) => route.path === path || route.path.startsWith(`${path}/`)
    )
    return beginning ? { ...route, record: records[beginning] } : route
  })
}
