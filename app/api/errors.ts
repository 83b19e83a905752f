import { KarkhanaError, RuleError } from '../errors.ts'

/** The header `Idempotency-Key` is not one. */
export class IdempotencyKeyError extends KarkhanaError {
  constructor() {
    super('E_IDEMPOTENCY_KEY', 400, 'This is no Idempotency-Key.', {
      next: 'Send 1 to 200 letters, digits and punctuation marks, such as a random UUID.',
    })
  }
}

/** The key was used for another request of the same route. */
export class IdempotencyKeyReusedError extends KarkhanaError {
  constructor() {
    super(
      'E_IDEMPOTENCY_KEY_REUSED',
      422,
      'This Idempotency-Key was used for another request already.',
      {
        next: 'Make a new key for each request; repeat a request exactly as it was.',
      }
    )
  }
}

/** The first request with the key is still under way. */
export class IdempotencyKeyInUseError extends KarkhanaError {
  constructor() {
    super('E_IDEMPOTENCY_KEY_IN_USE', 409, 'The request with this key is still under way.', {
      next: 'Wait a second and send it again to get its answer.',
      meta: { retryAfter: 1 },
    })
  }
}

/** The server was stopped while it answered a request that calls something outside, and something was saved by then. */
export class AnswerUnknownError extends KarkhanaError {
  constructor() {
    super(
      'E_IDEMPOTENCY_ANSWER_UNKNOWN',
      409,
      'The request with this key was cut off after it had saved something.',
      { next: 'Read what it changed; if that is not all, do the rest with a new key.' }
    )
  }
}

/** The request took so long that it was counted as lost, and the one that was sent again has its key by now. */
export class IdempotencyTakenOverError extends KarkhanaError {
  constructor() {
    super('E_IDEMPOTENCY_TAKEN_OVER', 409, 'This request was sent again and is done there.', {
      next: 'Send it once more to get the answer.',
      meta: { retryAfter: 1 },
    })
  }
}

/** The request was done, but its answer was too large to be kept, or the key that sealed it is gone. */
export class AnswerNotKeptError extends KarkhanaError {
  /** @param status that it was answered with */
  constructor(status: number) {
    super('E_IDEMPOTENCY_ANSWER_NOT_KEPT', 409, 'This was done already; its answer was not kept.', {
      next: 'Do not send it again; read what it changed.',
      meta: { status },
    })
  }
}

/** The record is not as it was when the program read it. */
export class PreconditionFailedError extends KarkhanaError {
  /** @param meta `current` (the record, for who may read it), its `version`, the version `expected`, what was `sent` */
  constructor(meta: { current: unknown; version: number; expected: string; sent: unknown }) {
    super(
      'E_PRECONDITION_FAILED',
      412,
      'This record was changed after the version that If-Match names.',
      { next: 'Read it again, then make your change to the present values.', meta }
    )
  }
}

/** `If-Match` at an address whose record has no version, or with something that is no ETag. */
export class PreconditionUnknownError extends KarkhanaError {
  constructor(message: string) {
    super('E_PRECONDITION_UNKNOWN', 400, message, {
      next: 'Send the ETag of the record as it was answered, or leave the header out.',
    })
  }
}

/** `fields` names something that the answer does not have. */
export class UnknownFieldError extends RuleError {
  constructor(unknown: string[], known: string[]) {
    super('E_FIELDS', `The answer has no field ${unknown.map((name) => `"${name}"`).join(', ')}.`, {
      field: 'fields',
      next: `Choose among: ${known.join(', ')}.`,
      meta: { unknown, known },
    })
  }
}
