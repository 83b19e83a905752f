import { KarkhanaError } from '../errors.ts'

/** A module emitted an event that its manifest does not tell of. */
export class EventUndeclaredError extends KarkhanaError {
  constructor(id: string) {
    super('E_EVENT_UNDECLARED', 500, `The event ${id} was emitted, but no module declares it.`, {
      next: 'Declare it under events.emits in the module.ts of the module that emits it.',
    })
  }
}

/** A payload has other fields than its event declares. */
export class EventPayloadError extends KarkhanaError {
  constructor(id: string, problems: string[]) {
    super('E_EVENT_PAYLOAD', 500, `The event ${id} ${problems.join(' and ')}.`, {
      next: 'Emit exactly the fields of its declaration, null for what is not known; other fields are a new version.',
    })
  }
}

/** A handler is named in a manifest where it does not belong. */
export class HandlerMisplacedError extends KarkhanaError {
  constructor(message: string, next: string) {
    super('E_EVENT_HANDLER', 500, message, { next })
  }
}

/** A handler did not finish in time. */
export class HandlerTimeoutError extends KarkhanaError {
  constructor(handler: string, seconds: number) {
    super('E_EVENT_TIMEOUT', 500, `${handler} took longer than ${seconds} seconds.`, {
      next: 'Dispatch a job for long work, and return.',
    })
  }
}
