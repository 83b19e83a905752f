import type { DriverFamilies } from '../modules/define.ts'
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
  fakes.set(family, driver)
  return driver
}

/** Ends every stand-in. */
export function restoreDrivers() {
  fakes.clear()
}

/** @internal */
export function fakeOf<Faked extends Family>(family: Faked): DriverFamilies[Faked] | null {
  return (fakes.get(family) as DriverFamilies[Faked] | undefined) ?? null
}
