import type { Scope } from '@karkhana/kernel'

declare module '@karkhana/kernel/module' {
  interface Contracts {
    'vehicles.registry@1': VehiclesRegistry
  }
  interface Slots {
    'vehicles.vehicle.aside': { vehicleId: string }
    'vehicles.vehicle.pick': {
      typed: string
      given: Record<string, string | null>
      done: (option: { id: string; label: string; hint?: string }) => void
    }
  }
}

/** Vehicles for other modules. Archived vehicles are found too: old documents name them. */
export interface VehiclesRegistry {
  /** @throws NotFoundError also for a vehicle of another organisation; 404 */
  get(scope: Scope, id: string): Promise<Vehicle>
  find(scope: Scope, id: string): Promise<Vehicle | null>
  /**
   * Notes what the odometer shows, in the caller's unit; the same reading again changes nothing.
   * @throws NotFoundError
   * @throws RuleError E_ODOMETER_FELL at `odometerKm` when it shows less than before without reason
   */
  recordOdometer(scope: Scope, id: string, reading: OdometerReading): Promise<void>
}

/** What drives it. */
export type Fuel = 'ev' | 'petrol' | 'diesel' | 'cng' | 'hybrid'

/** What the odometer shows, as somebody read it. */
export interface OdometerReading {
  /** Whole kilometres. */
  km: number
  /** Why it shows less than before: `instrument cluster replaced`. */
  reason?: string | null
}

/** A vehicle, as documents copy it. At least one of registration and chassis number is there. */
export interface Vehicle {
  id: string
  /** The owner, a contact. */
  contactId: string
  /** Upper case, without spaces: `MH12AB1234`; `null` until registered. */
  registration: string | null
  make: string
  model: string
  variant: string | null
  fuel: Fuel
  /** Chassis number, upper case. */
  vin: string | null
  /** Last known reading in whole kilometres. */
  odometerKm: number | null
  /** Archived: no new work starts on it. */
  archived: boolean
}
