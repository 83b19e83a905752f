import { isActive } from '../modules/gate.ts'
import type { DriverFamilies } from '../modules/define.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { DriverDefinition, DriverFamilyDeclaration } from './declaration.ts'
import { DriverMismatchError } from './errors.ts'
import { KERNEL_DRIVER_FAMILIES } from './kernel_families.ts'

export type Family = keyof DriverFamilies

/** Module that brings a driver or a family: the part before the dot. */
export const moduleOf = (id: string) => id.split('.')[0]

/** The kinds of services that the kernel and the modules in use call. */
export function familiesOf(scope: Pick<Scope, 'modules'>): DriverFamilyDeclaration[] {
  const brought = installedRegistry()
    .manifests()
    .filter(({ id }) => isActive(scope, id))
    .flatMap(({ drivers }) => drivers.families)
  return [...KERNEL_DRIVER_FAMILIES, ...brought]
}

/** The family that a driver of `family` is written for: itself, or the one that it stands behind. */
export function ownFamily(family: string): string {
  const brought = installedRegistry()
    .manifests()
    .flatMap(({ drivers }) => drivers.families)
  const declared = [...KERNEL_DRIVER_FAMILIES, ...brought].find(({ id }) => id === family)
  return declared?.fallbackOf ?? family
}

/** The drivers of a family that modules in use bring. */
export async function offersOf(scope: Scope, family: string): Promise<DriverDefinition[]> {
  const manifests = installedRegistry()
    .manifests()
    .filter(({ id, drivers }) => isActive(scope, id) && Object.keys(drivers.offers).length > 0)
  const loaded = await Promise.all(
    manifests.flatMap(({ drivers }) => Object.keys(drivers.offers).map((id) => loadDriver(id)))
  )
  const wanted = ownFamily(family)
  return loaded.filter((driver) => driver !== null).filter((driver) => driver.family === wanted)
}

/**
 * The definition of an installed driver; `null` when no module brings it, or its module is out of order.
 * @throws DriverMismatchError
 */
export async function loadDriver(id: string): Promise<DriverDefinition | null> {
  const registry = installedRegistry()
  const manifest = registry.get(moduleOf(id))?.manifest
  const load = manifest?.drivers.offers[id]
  if (!manifest || !load) return null
  const file = await registry.starting(manifest.id, `driver ${id}`, load)
  if (!file) return null
  const driver = file.default
  if (driver.id !== id) throw new DriverMismatchError(id, `the id ${driver.id}`)
  return driver
}
