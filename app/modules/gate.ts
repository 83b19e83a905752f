import type { ModuleManifest } from './manifest.ts'
import type { ModuleState } from './states.ts'

/** What the gate needs to know of an organisation; every scope is one. */
export interface Gated {
  readonly modules: ReadonlyMap<string, ModuleState>
}

/**
 * The one gate: whether a module is in use for the organisation. Routes that write, jobs, schedules, events, webhooks,
 * slots, widgets, contracts, extensions, drivers, importers and settings ask it. The kernel is always on.
 */
export function isActive({ modules }: Gated, id: string): boolean {
  return id === 'kernel' || modules.get(id) === 'enabled'
}

/** Whether its records may be read, printed and exported: in use, or archived. */
export function isReadable({ modules }: Gated, id: string): boolean {
  return isActive({ modules }, id) || modules.get(id) === 'archived'
}

/** The modules among `manifests` that are in use. */
export function activeModules(manifests: ModuleManifest[], gated: Gated): ModuleManifest[] {
  return manifests.filter(({ id }) => isActive(gated, id))
}

/** The modules among `manifests` whose records may be read. */
export function readableModules(manifests: ModuleManifest[], gated: Gated): ModuleManifest[] {
  return manifests.filter(({ id }) => isReadable(gated, id))
}
