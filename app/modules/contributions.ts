import type { MenuItem, SlotFill } from '../http/page_types.ts'
import { KERNEL_MENU } from '../access/kernel_menu.ts'
import { settingsEntry } from '../module_settings/menu.ts'
import type { Scope } from '../tenancy/scope.ts'
import { activeModules } from './gate.ts'
import type { ModuleRegistry } from './registry.ts'

/** The navigation of the reader: entries of enabled modules that the reader may open. */
export function menuFor(registry: ModuleRegistry, scope: Scope): MenuItem[] {
  const entries = [
    ...KERNEL_MENU.map((item) => ({ ...item, module: 'kernel' })),
    ...active(registry, scope).flatMap((manifest) =>
      [...manifest.menu, settingsEntry(manifest)]
        .filter((item) => item !== null)
        .map((item) => ({ ...item, module: manifest.id }))
    ),
  ]
  return entries
    .filter((item) => scope.can(item.permission))
    .sort((a, b) => a.order - b.order)
    .map(({ permission, createPermission, ...item }) => {
      if (!item.createHref || scope.can(createPermission ?? permission)) return item
      const { createHref, createLabel, ...rest } = item
      return rest
    })
}

/** What fills each slot for the reader, in the order of the modules' requirements. */
export function slotsFor(registry: ModuleRegistry, scope: Scope): Record<string, SlotFill[]> {
  const slots: Record<string, SlotFill[]> = {}
  for (const manifest of active(registry, scope)) {
    for (const [slot, fills] of Object.entries(manifest.slots)) {
      const visible = fills.filter((fill) => scope.can(fill.permission))
      slots[slot] = [
        ...(slots[slot] ?? []),
        ...visible.map(({ component }) => ({ id: component, module: manifest.id, component })),
      ]
    }
  }
  return slots
}

function active(registry: ModuleRegistry, scope: Scope) {
  return activeModules(registry.manifests(), scope)
}
