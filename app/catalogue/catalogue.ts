import { KERNEL_DRIVER_FAMILIES } from '../drivers/kernel_families.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import { inOrder, placedFills } from '../slots/order.ts'

/** What modules offer to others, with who uses it. */
export interface Catalogue {
  slots: (Described & { props: Record<string, string>; fills: string[] })[]
  events: (Described & { payload: Record<string, string>; handledBy: string[] })[]
  extensionPoints: (Described & { tolerant: boolean; answeredBy: string[] })[]
  contracts: { id: string; module: string; requiredBy: string[]; usedBy: string[] }[]
  driverFamilies: (Described & { label: string })[]
}

interface Described {
  id: string
  /** Module that offers it; `kernel` for the kernel. */
  module: string
  description: string
}

/** Reads the catalogue out of manifests; nothing is loaded. */
export function catalogueOf(manifests: ModuleManifest[]): Catalogue {
  return {
    slots: slots(manifests),
    events: events(manifests),
    extensionPoints: extensionPoints(manifests),
    contracts: contracts(manifests),
    driverFamilies: driverFamilies(manifests),
  }
}

/** Ids of the modules for which `uses` holds. */
const ids = (manifests: ModuleManifest[], uses: (manifest: ModuleManifest) => boolean) =>
  manifests.filter(uses).map(({ id }) => id)

function slots(manifests: ModuleManifest[]): Catalogue['slots'] {
  const placed = placedFills(manifests)
  return manifests.flatMap(({ id: module, offersSlots }) =>
    offersSlots.map(({ id, description, props }) => ({
      id,
      module,
      description,
      props,
      fills: inOrder(placed.get(id) ?? []).map(({ component }) => component),
    }))
  )
}

function events(manifests: ModuleManifest[]): Catalogue['events'] {
  return manifests.flatMap(({ id: module, events: { emits } }) =>
    emits.map(({ id, description, payload }) => ({
      id,
      module,
      description,
      payload,
      handledBy: ids(manifests, (manifest) => id in manifest.events.handles),
    }))
  )
}

function extensionPoints(manifests: ModuleManifest[]): Catalogue['extensionPoints'] {
  return manifests.flatMap(({ id: module, extensions: { offers } }) =>
    offers.map(({ id, description, tolerant = false }) => ({
      id,
      module,
      description,
      tolerant,
      answeredBy: ids(manifests, (manifest) => id in manifest.extensions.adds),
    }))
  )
}

function contracts(manifests: ModuleManifest[]): Catalogue['contracts'] {
  return manifests.flatMap(({ id: module, provides }) =>
    Object.keys(provides).map((id) => ({
      id,
      module,
      requiredBy: ids(manifests, (manifest) => manifest.consumes[id] === 'required'),
      usedBy: ids(manifests, (manifest) => manifest.consumes[id] === 'optional'),
    }))
  )
}

function driverFamilies(manifests: ModuleManifest[]): Catalogue['driverFamilies'] {
  const families = [
    ...KERNEL_DRIVER_FAMILIES.map((family) => ({ ...family, module: 'kernel' })),
    ...manifests.flatMap(({ id: module, drivers }) =>
      drivers.families.map((family) => ({ ...family, module }))
    ),
  ]
  return families.map(({ id, module, label, description }) => ({ id, module, label, description }))
}
