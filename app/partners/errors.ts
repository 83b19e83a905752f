import { KarkhanaError } from '../errors.ts'

/** The person works for the partner, but looks and helps only. */
export class PartnerForbiddenError extends KarkhanaError {
  constructor(permission: string) {
    super('E_FORBIDDEN', 403, 'Your role at the partner does not allow this.', {
      next: 'Ask a manager of the partner to do it.',
      meta: { permission },
    })
  }
}

/** The organisation let the partner in, and the time is over or the invitation was taken back. */
export class PartnerAccessEndedError extends KarkhanaError {
  constructor() {
    super('E_PARTNER_ACCESS_ENDED', 403, 'Your access to this organisation has ended.', {
      next: 'Ask its owner to let you in again.',
    })
  }
}

export { PlanChangedError } from '../modules/errors.ts'
