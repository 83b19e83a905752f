import type { ModuleRegistry } from '../modules/registry.ts'
import { KarkhanaError } from '../errors.ts'
import { registeredRoutes } from './registered_routes.ts'

/** What readers of `account` and `partner` routes need; declared here, for modules have no such routes. */
const AUDIENCES: Record<string, string[]> = {
  account: ['account.self'],
  partner: ['partner.view', 'partner.manage'],
}

/**
 * Refuses to boot with a route behind sign-in that asks for a permission nobody declares: such a route would be
 * closed to all, or, misspelt in a role, open to the wrong ones.
 * @throws E_ROUTE_PERMISSION naming every such route
 */
export function checkRoutes(registry: ModuleRegistry) {
  const declared = new Set(registry.allPermissions().map(({ id }) => id))
  const bad = registeredRoutes.filter(({ audience, permission }) =>
    audience === 'member' ? !declared.has(permission) : !AUDIENCES[audience].includes(permission)
  )
  if (bad.length === 0) return
  const list = bad.map(
    ({ method, pattern, permission }) => `${method} ${pattern} (${permission || 'none'})`
  )
  throw new KarkhanaError(
    'E_ROUTE_PERMISSION',
    500,
    `Routes with a permission that nobody declares: ${list.join(', ')}.`,
    { next: 'Name a permission of the module’s manifest for each of them.' }
  )
}
