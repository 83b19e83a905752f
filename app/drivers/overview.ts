import { NotFoundError } from '../errors.ts'
import { fieldsOf } from '../module_settings/settings.ts'
import { settingsHref } from '../module_settings/menu.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { newsAddressOf } from '../messages/news/hear_driver.ts'
import type { Scope } from '../tenancy/scope.ts'
import { chosenDriver } from './choices.ts'
import type { DriverDefinition } from './declaration.ts'
import { NothingToTestError } from './errors.ts'
import { familiesOf, loadDriver, moduleOf, offersOf } from './offers.ts'
import { missingOf, tryDriver } from './ready.ts'

/** A kind of service with what may be chosen for it, as the page shows it. */
export interface ServiceView {
  id: string
  label: string
  description: string
  chosen: string | null
  /** The chosen driver cannot work, since its module is off or gone: what it was called. */
  lost: string | null
  drivers: ServiceDriver[]
}

export interface ServiceDriver {
  id: string
  label: string
  module: string
  /** What is missing before it can work. */
  missing: string | null
  testable: boolean
  /** Where its settings and keys are. */
  settingsHref: string | null
  keysHref: string | null
  /** Where its service tells what became of texts. */
  newsAddress: string | null
}

/** Every kind of service and the drivers for it. */
export async function listServices(scope: Scope): Promise<ServiceView[]> {
  scope.ensure('kernel.driver.manage')
  return Promise.all(
    familiesOf(scope).map(async ({ id, label, description }) => {
      const [drivers, chosen] = await Promise.all([offersOf(scope, id), chosenDriver(scope, id)])
      const known = drivers.some((driver) => driver.id === chosen)
      return {
        id,
        label,
        description,
        chosen,
        lost: chosen && !known ? ((await loadDriver(chosen))?.label ?? chosen) : null,
        drivers: await Promise.all(drivers.map((driver) => viewOf(scope, driver))),
      }
    })
  )
}

/**
 * Tries the chosen driver of a family.
 * @throws ForbiddenError, NotFoundError, NothingToTestError, DriverTestError
 */
export async function testService(scope: Scope, family: string): Promise<string> {
  scope.ensure('kernel.driver.manage')
  scope.ensureMayWrite()
  if (!familiesOf(scope).some(({ id }) => id === family)) throw new NotFoundError('service')
  const chosen = await chosenDriver(scope, family)
  const driver = (await offersOf(scope, family)).find(({ id }) => id === chosen)
  if (!driver) throw new NothingToTestError()
  return tryDriver(scope, driver)
}

async function viewOf(scope: Scope, driver: DriverDefinition): Promise<ServiceDriver> {
  const { id, name, settings, secrets } = installedRegistry().get(moduleOf(driver.id))!.manifest
  const may = settings && scope.can(settings.view) && fieldsOf(settings, 'organisation').length > 0
  return {
    id: driver.id,
    label: driver.label,
    module: name,
    missing: await missingOf(scope, driver),
    testable: driver.test !== undefined,
    settingsHref: may ? settingsHref(id) : null,
    keysHref:
      secrets.length > 0 && scope.can('kernel.secret.manage') ? '/settings/connections' : null,
    newsAddress: newsAddressOf(scope.organisationId, driver),
  }
}
