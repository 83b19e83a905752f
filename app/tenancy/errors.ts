import { KarkhanaError } from '../errors.ts'

/** The session was revoked elsewhere or has run out. */
export class SessionEndedError extends KarkhanaError {
  constructor() {
    super('E_SESSION_ENDED', 401, 'You were signed out.', { next: 'Sign in again to go on.' })
  }
}

/** The organisation does not let this person in, or no longer; `chosen` is false when they have none open at all. */
export class NotAMemberError extends KarkhanaError {
  constructor({ chosen = true } = {}) {
    const message = chosen
      ? 'You are no longer a member of this organisation.'
      : 'This page belongs to an organisation, and you have none open.'
    super('E_NOT_A_MEMBER', 403, message, {
      next: chosen
        ? 'Open another organisation, or ask the owner for an invitation.'
        : 'Open an organisation, or ask its owner for an invitation.',
    })
  }
}

/** The partner has suspended the organisation; its data is kept. */
export class OrganisationSuspendedError extends KarkhanaError {
  constructor(reason: string | null) {
    super('E_ORGANISATION_SUSPENDED', 403, 'This organisation is suspended.', {
      next: `Its data is kept. ${reason ? `Reason: ${reason}. ` : ''}Ask your partner to resume it.`,
    })
  }
}

/** The organisation asks the holders of this role for a second factor, and the person has none yet. */
export class TwoFactorRequiredError extends KarkhanaError {
  constructor(organisation: string) {
    super('E_TWO_FACTOR_REQUIRED', 403, `${organisation} asks for two-factor sign-in.`, {
      next: 'Set it up once; it takes a minute and an authenticator app.',
    })
  }
}

/** Every branch that the member is limited to has been closed. */
export class NoBranchError extends KarkhanaError {
  constructor() {
    super('E_NO_BRANCH', 403, 'Every branch that you work in is closed.', {
      next: 'Ask an owner or admin to give you another branch.',
    })
  }
}
