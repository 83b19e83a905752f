import type { Say } from '../lang/say.ts'
import { moduleOf } from './offers.ts'
import type { ServiceView } from './overview.ts'

/** A kind of service and its drivers as the reader calls them. */
export function serviceIn(say: Say, service: ServiceView): ServiceView {
  const owner = moduleOf(service.id)
  return {
    ...service,
    label: say(owner, service.label),
    description: say(owner, service.description),
    lost: service.lost && say(moduleOf(service.chosen!), service.lost),
    drivers: service.drivers.map((driver) => {
      const module = moduleOf(driver.id)
      return {
        ...driver,
        label: say(module, driver.label),
        module: say(module, driver.module),
        missing: driver.missing && say(module, driver.missing),
      }
    }),
  }
}
