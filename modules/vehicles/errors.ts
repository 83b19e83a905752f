import { RuleError } from '@karkhana/kernel'

const kilometres = (km: number) => `${km.toLocaleString('en-IN')} km`

/** What is typed in is no registration number of India. */
export class RegistrationError extends RuleError {
  constructor(message: string, next = 'Copy it from the plate or the registration certificate.') {
    super('E_REGISTRATION', message, { field: 'registration', next })
  }
}

/** What is typed in is no chassis number. */
export class ChassisNumberError extends RuleError {
  constructor(message: string) {
    super('E_CHASSIS_NUMBER', message, {
      field: 'vin',
      next: 'Copy it from the registration certificate or the frame.',
    })
  }
}

/** Neither registration nor chassis number: nobody could find the vehicle again. */
export class UnidentifiedVehicleError extends RuleError {
  constructor() {
    super('E_VEHICLE_UNIDENTIFIED', 'The vehicle has neither registration nor chassis number.', {
      field: 'registration',
      next: 'Enter the registration number, or the chassis number of an unregistered vehicle.',
    })
  }
}

/** Another record of the organisation has the same number. */
export class VehicleExistsError extends RuleError {
  constructor(
    field: 'registration' | 'vin',
    vehicle: { id: string; name: string; owner: string; archived: boolean }
  ) {
    super('E_VEHICLE_EXISTS', `${vehicle.name} of ${vehicle.owner} has this number already.`, {
      field,
      next: vehicle.archived
        ? 'Restore that vehicle, and change its owner when it was sold.'
        : 'Use that vehicle, and change its owner when it was sold.',
      meta: { vehicle },
    })
  }
}

/** The odometer shows less than it did before. */
export class OdometerFellError extends RuleError {
  constructor(before: number, now: number) {
    super(
      'E_ODOMETER_FELL',
      `The last reading was ${kilometres(before)}; ${kilometres(now)} is less.`,
      { field: 'odometerKm', next: 'Correct the reading, or give the reason for the lower one.' }
    )
  }
}

/** New work may not start with an archived owner. */
export class ArchivedOwnerError extends RuleError {
  constructor(name: string) {
    super('E_OWNER_ARCHIVED', `${name} is archived.`, {
      field: 'contactId',
      next: 'Restore the contact first, or choose another owner.',
    })
  }
}

/** Archived vehicles are not changed. */
export class ArchivedVehicleError extends RuleError {
  constructor() {
    super('E_VEHICLE_ARCHIVED', 'This vehicle is archived.', {
      next: 'Restore it, then make the change.',
    })
  }
}
