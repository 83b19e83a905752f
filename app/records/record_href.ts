import { registeredRoutes } from '../http/registered_routes.ts'
import type { Scope } from '../tenancy/scope.ts'

/** The page of a record of a module; `null` where there is none, or the reader may not open it. */
export function recordHref(scope: Scope, table: string, id: string): string | null {
  const route = registeredRoutes.find(
    ({ surface, method, record, pattern }) =>
      surface === 'web' && method === 'GET' && record === table && pattern.endsWith('/:id')
  )
  return route && scope.can(route.permission) ? route.pattern.replace(':id', id) : null
}
