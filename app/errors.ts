import { Exception } from '@adonisjs/core/exceptions'

/**
 * What a reader can do about an error. `field` is the path of the input the message belongs to
 * (`lines.0.quantity`), `next` the next step in plain words.
 */
export interface ErrorAdvice {
  field?: string
  next?: string
  /** Facts for a client that handles the code: the dependants of a module, both sides of a conflict. */
  meta?: Record<string, unknown>
  cause?: unknown
}

/**
 * Base of every error that Karkhana raises on purpose. The subclass names the broken promise, `code`
 * is stable and quoted to support, `status` is the HTTP answer.
 */
export class KarkhanaError extends Exception {
  readonly field?: string
  readonly next?: string
  readonly meta?: Record<string, unknown>

  constructor(code: string, status: number, message: string, advice: ErrorAdvice = {}) {
    super(message, { code, status, cause: advice.cause })
    this.field = advice.field
    this.next = advice.next
    this.meta = advice.meta
  }
}

/** The record is not there for this reader. Foreign, hidden and missing are answered alike. */
export class NotFoundError extends KarkhanaError {
  constructor(what = 'record', field?: string) {
    super('E_NOT_FOUND', field ? 422 : 404, `This ${what} does not exist.`, {
      field,
      next: field ? `Choose a ${what} from the list.` : 'Check the link, or go back to the list.',
    })
  }
}

/** The reader is signed in but may not do this. */
export class ForbiddenError extends KarkhanaError {
  constructor(permission: string) {
    super('E_FORBIDDEN', 403, 'Your role does not allow this.', {
      next: 'Ask an owner or admin of the organisation to do it or to change your role.',
      meta: { permission },
    })
  }
}

/** Somebody saved the record after the reader opened it. */
export class VersionConflictError extends KarkhanaError {
  constructor(current: Record<string, unknown>, sentVersion: number) {
    super('E_VERSION_CONFLICT', 409, 'Somebody else changed this record after you opened it.', {
      next: 'Reload to see the present values, then make your change again.',
      meta: { current, sentVersion },
    })
  }
}

/** The input is well formed but breaks a rule of the business; nothing was saved. */
export class RuleError extends KarkhanaError {
  constructor(code: string, message: string, advice: ErrorAdvice = {}) {
    super(code, 422, message, advice)
  }
}

/** A module is switched off for this organisation; the route answers as if it did not exist. */
export class ModuleInactiveError extends KarkhanaError {
  constructor(readonly moduleId: string) {
    super('E_MODULE_INACTIVE', 404, 'This page does not exist.', {
      next: 'Check the link, or go back to the start page.',
    })
  }
}

/** A model or query of an organisation was used outside `scope.work` and `scope.read`. */
export class NoUnitError extends KarkhanaError {
  constructor(what: string) {
    super('E_NO_UNIT', 500, `${what} was used outside a unit of work.`, {
      next: 'Call it inside scope.work() or scope.read().',
    })
  }
}

/** The reader looks on only: as another role, or as a partner who was let in. */
export class ReadOnlyError extends KarkhanaError {
  constructor(reason: 'view_as' | 'partner') {
    super('E_READ_ONLY', 403, 'Nothing can be changed while you only look.', {
      next:
        reason === 'view_as'
          ? 'Leave the view of the other role first.'
          : 'Ask the organisation to make the change.',
      meta: { reason },
    })
  }
}
