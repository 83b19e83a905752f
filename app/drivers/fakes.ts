import type { DriverFamilies } from '../modules/define.ts'
import { ensureOutside } from '../outside/ensure_outside.ts'
import type { Family } from './offers.ts'

const fakes = new Map<Family, unknown>()

/**
 * Stands in for every driver of the family until `restoreDrivers`, whatever the organisations have chosen. For tests.
 * @returns the driver, to ask it afterwards what it was told
 */
export function fakeDriver<Faked extends Family, Driver extends DriverFamilies[Faked]>(
  family: Faked,
  driver: Driver
): Driver {
  const fake = atTheDoor(family, driver)
  fakes.set(family, fake)
  return fake
}

/** Ends every stand-in. */
export function restoreDrivers() {
  fakes.clear()
}

/** @internal */
export function fakeOf<Faked extends Family>(family: Faked): DriverFamilies[Faked] | null {
  return (fakes.get(family) as DriverFamilies[Faked] | undefined) ?? null
}

/** The stand-in, called as what it stands for is: never in a transaction. */
function atTheDoor<Driver extends object>(family: Family, driver: Driver): Driver {
  return new Proxy(driver, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...given: unknown[]): unknown => {
        ensureOutside(`A driver of ${family}`)
        return (value as (...all: unknown[]) => unknown).apply(target, given)
      }
    },
  })
}
