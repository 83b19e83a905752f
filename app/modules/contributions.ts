import type { MenuItem } from '../http/page_types.ts'
import { KERNEL_MENU } from '../access/kernel_menu.ts'
import { settingsEntry } from '../module_settings/menu.ts'
import type { Scope } from '../tenancy/scope.ts'
import { activeModules, isActive, readableModules } from './gate.ts'
import type { ModuleManifest } from './manifest.ts'
import type { ModuleRegistry } from './registry.ts'

/** Heading of the entries of archived modules, after all others. */
const ARCHIVE = 'Archive'
const AT_THE_END = 100_000

/**
 * The navigation of the reader: entries of enabled modules that the reader may open. Archived modules keep the entries
 * by which their records are read, under a heading of their own and without anything to create.
 */
export function menuFor(registry: ModuleRegistry, scope: Scope): MenuItem[] {
  const entries: (ModuleManifest['menu'][number] & { module: string })[] = [
    ...KERNEL_MENU.map((item) => ({ ...item, module: 'kernel' })),
    ...active(registry, scope).flatMap((manifest) =>
      [...manifest.menu, settingsEntry(manifest)]
        .filter((item) => item !== null)
        .map((item) => ({ ...item, module: manifest.id }))
    ),
    ...archivedModules(registry, scope).flatMap(({ id, menu }) =>
      menu
        .filter(({ section }) => section !== 'Settings')
        .map((item) => ({ ...inArchive(item), module: id }))
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

/** The modules of the organisation that can only be read, for the banner on their pages. */
export function archivedModules(registry: ModuleRegistry, scope: Scope): ModuleManifest[] {
  return readableModules(registry.manifests(), scope).filter(({ id }) => !isActive(scope, id))
}

function inArchive(item: ModuleManifest['menu'][number]): ModuleManifest['menu'][number] {
  const { createHref, createLabel, createPermission, phone, ...rest } = item
  return { ...rest, section: ARCHIVE, order: item.order + AT_THE_END }
}

function active(registry: ModuleRegistry, scope: Scope) {
  return activeModules(registry.manifests(), scope)
}
