import { KarkhanaError, RuleError } from '../errors.ts'

/** The driver that somebody chooses is not offered by a module in use. */
export class UnknownDriverError extends RuleError {
  constructor(known: string[]) {
    super('E_DRIVER_UNKNOWN', 'There is no such service here.', {
      field: 'driver',
      next:
        known.length > 0
          ? `Choose one of: ${known.join(', ')}.`
          : 'Switch a module on that brings one.',
    })
  }
}

/** Something is missing before the driver can work. */
export class DriverNotReadyError extends RuleError {
  constructor(label: string, missing: string) {
    super('E_DRIVER_NOT_READY', `${label} cannot be used yet.`, { field: 'driver', next: missing })
  }
}

/** A driver without a test, or one that is not chosen, is asked to try. */
export class NothingToTestError extends RuleError {
  constructor() {
    super('E_DRIVER_NO_TEST', 'There is nothing to try.', {
      field: 'driver',
      next: 'Choose a service that has a test.',
    })
  }
}

/** The service did not do what its test asked for. */
export class DriverTestError extends RuleError {
  constructor(label: string, reason: string, cause: unknown) {
    super('E_DRIVER_TEST', `${label} did not work: ${reason}`, {
      field: 'driver',
      next: 'Check its key and its settings, then try again.',
      cause,
    })
  }
}

/** A module ships a driver whose id or family is not what its manifest says. */
export class DriverMismatchError extends KarkhanaError {
  constructor(id: string, found: string) {
    super('E_DRIVER_MISMATCH', 500, `The file of the driver ${id} declares ${found}.`, {
      next: 'Give the definition the id that drivers.offers names, and a family that exists.',
    })
  }
}
