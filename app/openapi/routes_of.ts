import { registeredRoutes, type RegisteredRoute } from '../http/registered_routes.ts'
import type { Scope } from '../tenancy/scope.ts'

/** Every route of the API of this deployment. */
export function apiRoutes(): RegisteredRoute[] {
  return registeredRoutes.filter(
    ({ surface, audience }) => surface === 'api' && audience === 'member'
  )
}

/** The routes that answer for an organisation: of modules in use, and those that read of archived ones. */
export function apiRoutesOf(scope: Scope): RegisteredRoute[] {
  return apiRoutes().filter(
    ({ module, method }) =>
      module === null || scope.active(module) || (method === 'GET' && scope.readable(module))
  )
}
