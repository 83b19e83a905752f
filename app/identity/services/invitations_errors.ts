import { KarkhanaError, RuleError } from '../../errors.ts'
import type { InvitationState } from '../models/invitation.ts'

/** No invitation has this secret. A wrong code and one that never was are answered alike. */
export class InvitationUnknownError extends KarkhanaError {
  constructor() {
    super('E_INVITATION_UNKNOWN', 422, 'This code or link does not work.', {
      field: 'code',
      next: 'Check it with the person who gave it to you, or ask for a new one.',
    })
  }
}

const REASONS: Record<Exclude<InvitationState, 'open'>, { code: string; message: string }> = {
  used: { code: 'E_INVITATION_USED_UP', message: 'This invitation has been used up.' },
  expired: { code: 'E_INVITATION_EXPIRED', message: 'This invitation has expired.' },
  withdrawn: { code: 'E_INVITATION_WITHDRAWN', message: 'This invitation was withdrawn.' },
}

/** The invitation is genuine and over; only who holds its secret gets to know. */
export class InvitationOverError extends KarkhanaError {
  constructor(state: Exclude<InvitationState, 'open'>, by: string, organisation: string) {
    super(REASONS[state].code, 422, REASONS[state].message, {
      next: `Ask ${by} of ${organisation} for a new one.`,
    })
  }
}

/** The invitation is for another address than the one of the signed-in person. */
export class OtherAddressError extends KarkhanaError {
  constructor(email: string) {
    super('E_INVITATION_OTHER_ADDRESS', 422, `This invitation is for ${email} alone.`, {
      next: 'Sign in with that address, or ask for an invitation to yours.',
    })
  }
}

/** The person works there already; nothing was used up. */
export class AlreadyMemberError extends RuleError {
  constructor(organisation: string) {
    super('E_ALREADY_MEMBER', `You are a member of ${organisation} already.`, {
      next: 'Open it from the list of your organisations.',
    })
  }
}

/** Somebody else ended the person's access after the invitation was made. */
export class AccessEndedError extends RuleError {
  constructor(organisation: string) {
    super(
      'E_ACCESS_ENDED',
      `Your access to ${organisation} was ended after this invitation was made.`,
      {
        next: 'Ask an owner or admin there to let you in again.',
      }
    )
  }
}

/** There is an account with the address already, so nobody signs up with it. */
export class AccountExistsError extends RuleError {
  constructor() {
    super('E_ACCOUNT_EXISTS', 'There is an account with this address already.', {
      next: 'Sign in, then open your invitation again.',
    })
  }
}
