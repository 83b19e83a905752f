import { NotFoundError, withCustom, type Scope, type Unit } from '@karkhana/kernel'
import { findOr404, lockForUpdate } from '@karkhana/kernel/database'
import type {} from '@karkhana/contacts/contracts'
import type { Fuel } from '../contracts.ts'
import { ArchivedOwnerError, ArchivedVehicleError, UnidentifiedVehicleError } from '../errors.ts'
import Vehicle from '../models/vehicle.ts'
import { refuseDuplicates, type Candidate } from './duplicates.ts'
import { saveWithReading } from './odometer.ts'
import { normaliseChassisNumber, normaliseRegistration } from './registration.ts'

/** What is left out stays as it is; `null` empties it. */
export interface VehicleInput {
  contactId: string
  registration?: string | null
  vin?: string | null
  make: string
  model: string
  variant?: string | null
  fuel: Fuel
  /** Whole kilometres. A reading once noted is not emptied again. */
  odometerKm?: number | null
  /** Why the odometer shows less than before. */
  odometerReason?: string | null
  notes?: string | null
  /** Fields of the organisation's own. */
  custom?: Record<string, unknown>
}

/** @throws NotFoundError */
export function getVehicle(scope: Scope, id: string): Promise<Vehicle> {
  return scope.read(() => findOr404(Vehicle, id, { what: 'vehicle' }))
}

/**
 * @throws NotFoundError at `contactId`, ArchivedOwnerError, RegistrationError, ChassisNumberError,
 * UnidentifiedVehicleError, VehicleExistsError, a validation error at `custom.<key>`
 */
export function createVehicle(scope: Scope, input: VehicleInput): Promise<Vehicle> {
  return scope.work(async (unit) => {
    const vehicle = new Vehicle()
    await fill(unit, vehicle, input)
    await saveWithReading(scope, vehicle, reading(input))
    return vehicle.refresh()
  })
}

/**
 * @throws NotFoundError, VersionConflictError, ArchivedVehicleError, OdometerFellError and those of
 * `createVehicle`
 */
export function updateVehicle(
  scope: Scope,
  id: string,
  { version, ...input }: VehicleInput & { version: number }
): Promise<Vehicle> {
  return scope.work(async (unit) => {
    const vehicle = await lockForUpdate(Vehicle, id, { version, what: 'vehicle' })
    if (vehicle.archivedAt) throw new ArchivedVehicleError()
    await fill(unit, vehicle, input)
    await saveWithReading(scope, vehicle, reading(input))
    return vehicle.refresh()
  })
}

/**
 * Takes a vehicle out of lists and pickers: sold, scrapped. Archiving twice is no error.
 * @throws NotFoundError
 */
export function archiveVehicle(scope: Scope, id: string): Promise<Vehicle> {
  return scope.work(async () => {
    const vehicle = await lockForUpdate(Vehicle, id, { what: 'vehicle' })
    vehicle.archivedAt ??= scope.now()
    await vehicle.save()
    return vehicle.refresh()
  })
}

/** @throws NotFoundError */
export function restoreVehicle(scope: Scope, id: string): Promise<Vehicle> {
  return scope.work(async () => {
    const vehicle = await lockForUpdate(Vehicle, id, { what: 'vehicle' })
    vehicle.archivedAt = null
    await vehicle.save()
    return vehicle.refresh()
  })
}

/** @internal Puts the input into a vehicle whose owner is there, and refuses what another one has. */
export async function fill(unit: Unit, vehicle: Vehicle, input: VehicleInput) {
  if (input.contactId !== vehicle.contactId) await ensureOwner(unit.scope, input.contactId)
  await refuseDuplicates(unit, await merge(unit, vehicle, input))
}

/** @internal The same, and nothing else is asked. @returns what no other vehicle may have of it */
export async function merge(unit: Unit, vehicle: Vehicle, input: VehicleInput): Promise<Candidate> {
  const { odometerKm, odometerReason, custom: sent, ...fields } = input
  const before = { registration: vehicle.registration, vin: vehicle.vin }
  const registration = merged(input.registration, before.registration, normaliseRegistration)
  const vin = merged(input.vin, before.vin, normaliseChassisNumber)
  if (!registration && !vin) throw new UnidentifiedVehicleError()
  const custom = await withCustom(unit.scope, Vehicle.table, sent, vehicle.custom)
  vehicle.merge({ ...fields, registration, vin, custom })
  return {
    id: vehicle.id ?? null,
    registration: registration === before.registration ? null : registration,
    vin: vin === before.vin ? null : vin,
  }
}

/** @internal What the odometer shows, if it was looked at. */
export function reading({ odometerKm, odometerReason }: VehicleInput) {
  if (odometerKm === undefined || odometerKm === null) return null
  return { km: odometerKm, reason: odometerReason }
}

async function ensureOwner(scope: Scope, contactId: string) {
  const directory = await scope.need('contacts.directory@1')
  const contact = await directory.find(scope, contactId)
  if (!contact) throw new NotFoundError('contact', 'contactId')
  if (contact.archived) throw new ArchivedOwnerError(contact.name)
}

/** The new value when one was sent, else the present one; an unchanged one is not judged again. */
function merged(
  sent: string | null | undefined,
  present: string | null | undefined,
  normalise: (typed: string) => string
) {
  if (sent === undefined || sent === present) return present ?? null
  return sent ? normalise(sent) : null
}
