import type { PaletteCommand } from '../http/page_types.ts'
import { activeModules } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'

/** The commands that modules in use add to the palette, as far as the reader may open them. */
export function commandsFor(registry: ModuleRegistry, scope: Scope): PaletteCommand[] {
  return activeModules(registry.manifests(), scope).flatMap(({ id: module, commands }) =>
    commands
      .filter(({ permission }) => scope.can(permission))
      .map(({ id, label, keywords, icon, href }) => ({ id, module, label, keywords, icon, href }))
  )
}
