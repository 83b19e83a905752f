import type { Audience, LazyController } from './module_routes.ts'
import type { Tier } from './rate_limits/tiers.ts'
import type { RouteDocs } from './route_docs.ts'
import type { Surface } from './surface.ts'

/** A route behind sign-in, as the coverage tests read it. */
export interface RegisteredRoute {
  surface: Surface
  audience: Audience
  method: string
  pattern: string
  /** `null` for the kernel's own routes. */
  module: string | null
  permission: string
  whileReadOnly: boolean
  /** Table of the record that `:id` names. */
  record: string | null
  tier: Tier
  /** Its controller calls something outside. */
  outside: boolean
  /** Method of the controller: `index`. */
  action: string
  /** Loads the controller. */
  load: LazyController
  docs: RouteDocs
}

/** Every route behind sign-in of this process; filled while the routes are registered. */
export const registeredRoutes: RegisteredRoute[] = []
