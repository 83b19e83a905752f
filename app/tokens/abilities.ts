import type { Permission } from '../access/permissions.ts'
import { asDeclared, type Say } from '../lang/say.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'

/** Permissions of one module that a token may be given, for the form. */
export interface AbilityGroup {
  id: string
  label: string
  permissions: { id: string; label: string; reads: boolean }[]
}

/**
 * What the acting member may hand to a token: the own permissions, by module. `say` calls them as the reader does.
 */
export function abilityGroups(
  scope: Scope,
  registry: ModuleRegistry,
  say: Say = asDeclared
): AbilityGroup[] {
  const names = new Map(registry.manifests().map(({ id, name }) => [id, name]))
  const groups = new Map<string, AbilityGroup>()
  for (const permission of registry.permissions(scope.modules)) {
    if (!scope.can(permission.id)) continue
    const id = permission.id.split('.')[0]
    const label = say(id, names.get(id) ?? 'Organisation')
    const group = groups.get(id) ?? { id, label, permissions: [] }
    group.permissions.push(optionOf({ ...permission, label: say(id, permission.label) }))
    groups.set(id, group)
  }
  return [...groups.values()]
}

/** Every permission of this deployment with what it lets people do. */
export function abilityLabels(
  registry: ModuleRegistry,
  say: Say = asDeclared
): Record<string, string> {
  return Object.fromEntries(
    registry.allPermissions().map(({ id, label }) => [id, say(id.split('.')[0], label)])
  )
}

/** The permissions among `permissions` that only look: the preset "Read only". */
export function readingAbilities(permissions: Iterable<string>): string[] {
  return [...permissions].filter(reads)
}

function optionOf({ id, label }: Permission) {
  return { id, label, reads: reads(id) }
}

function reads(id: string) {
  return id.endsWith('.view') || id.endsWith('.view_all')
}
