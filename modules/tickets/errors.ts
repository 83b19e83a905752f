import { RuleError } from '@karkhana/kernel'

/** The status machine has no such way from where the ticket stands. */
export class TransitionRefusedError extends RuleError {
  constructor(status: string, label: string) {
    super(
      'E_TICKET_TRANSITION',
      `"${label}" is not possible: the ticket is ${status.toLowerCase()}.`,
      {
        field: 'transition',
        next: 'Reload the ticket to see what can be done now.',
      }
    )
  }
}

/** A transition needs a sentence that is missing. */
export class MissingWordsError extends RuleError {
  constructor(field: string, what: string) {
    super('E_TICKET_WORDS', `Say ${what}.`, { field, next: 'One sentence is enough.' })
  }
}

/** The reason for a hold is not one of the list. */
export class HoldReasonError extends RuleError {
  constructor(known: string[]) {
    super('E_TICKET_HOLD_REASON', 'This is no reason for a hold.', {
      field: 'reason',
      next: `Use one of: ${known.join(', ')}.`,
    })
  }
}

/** A closed ticket stays closed after some days. */
export class ReopenTooLateError extends RuleError {
  constructor(days: number) {
    super('E_TICKET_REOPEN_LATE', `The ticket was closed more than ${days} days ago.`, {
      field: 'transition',
      next: 'Make a new ticket and name this one in the complaint.',
    })
  }
}

/** The vehicle is registered to somebody else than the ticket's customer. */
export class VehicleOfAnotherError extends RuleError {
  constructor() {
    super('E_VEHICLE_OF_ANOTHER', 'This vehicle belongs to another customer.', {
      field: 'vehicleId',
      next: 'Choose a vehicle of this customer, or change the owner of the vehicle first.',
    })
  }
}

/** A finished ticket is a record of what happened. */
export class TicketFinishedError extends RuleError {
  constructor(status: string) {
    super(
      'E_TICKET_FINISHED',
      `The ticket is ${status.toLowerCase()} and can no longer be changed.`,
      {
        next: 'Reopen it first, or make a new one.',
      }
    )
  }
}

/** The person chosen cannot take tickets. */
export class AssigneeError extends RuleError {
  constructor() {
    super('E_TICKET_ASSIGNEE', 'This person is no active member of the organisation.', {
      field: 'assigneeId',
      next: 'Choose somebody from the list.',
    })
  }
}
