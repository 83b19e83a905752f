import { installedRegistry } from '../modules/installed_registry.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import type { Scope } from '../tenancy/scope.ts'
import { fieldsOf } from './settings.ts'

type Entry = ModuleManifest['menu'][number]

/** The page of a module's settings among those of the organisation; `null` when it has none. */
export function settingsEntry(manifest: ModuleManifest): Entry | null {
  const { id, name, settings, menu } = manifest
  const fields = fieldsOf(settings, 'organisation')
  if (!settings || fields.length === 0) return null
  return {
    id: `${id}.module_settings`,
    label: name,
    href: settingsHref(id),
    icon: menu[0]?.icon ?? 'i-lucide-sliders-horizontal',
    section: 'Settings',
    order: 931,
    group: 'modules',
    hint: hintOf(fields.map(({ label }) => label)),
    permission: settings.view,
  }
}

/** Where the reader finds the settings of a module, also while it is archived; `null` when nowhere. */
export function settingsLink(scope: Scope, moduleId: string): string | null {
  const settings = installedRegistry().get(moduleId)?.manifest.settings ?? null
  const any = fieldsOf(settings, 'organisation').length > 0
  return settings && any && scope.readable(moduleId) && scope.can(settings.view)
    ? settingsHref(moduleId)
    : null
}

/** Address of the settings of a module. */
export const settingsHref = (moduleId: string) => `/settings/modules/${moduleId}/settings`

/** What can be chosen, as far as one line goes. */
function hintOf(labels: string[]): string {
  return [...labels.slice(0, 3), ...(labels.length > 3 ? ['…'] : [])].join(' · ')
}
