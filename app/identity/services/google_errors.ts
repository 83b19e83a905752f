import { KarkhanaError, RuleError } from '../../errors.ts'

/** Sign-in with Google is not set up on this deployment. */
export class GoogleOffError extends KarkhanaError {
  constructor() {
    super('E_GOOGLE_OFF', 404, 'This page does not exist.', {
      next: 'Check the link, or go back to the start page.',
    })
  }
}

/** The person did not let Google tell who they are. */
export class GoogleDeniedError extends RuleError {
  constructor() {
    super('E_GOOGLE_DENIED', 'Google sign-in was cancelled.', {
      next: 'Try again, or sign in with your password.',
    })
  }
}

/** The answer belongs to no sign-in of this browser, or to one that took too long. */
export class GoogleStateError extends RuleError {
  constructor() {
    super('E_GOOGLE_STATE', 'This answer from Google belongs to another sign-in.', {
      next: 'Begin again in this browser.',
    })
  }
}

/** Google did not answer in time, or not as agreed. Nothing was changed. */
export class GoogleFailedError extends RuleError {
  constructor(cause: unknown) {
    super('E_GOOGLE_FAILED', 'Google did not answer as it should.', {
      next: 'Try again in a minute, or sign in with your password.',
      cause,
    })
  }
}

/** Google does not vouch for the address, so it proves nothing here. */
export class GoogleUnverifiedError extends RuleError {
  constructor() {
    super('E_GOOGLE_UNVERIFIED', 'Google has not verified the address of this Google account.', {
      next: 'Verify it with Google, or sign in with your password.',
    })
  }
}

/** The Google account is linked with another account here. */
export class GoogleInUseError extends RuleError {
  constructor() {
    super('E_GOOGLE_IN_USE', 'This Google account is linked with another account.', {
      next: 'Unlink it there first, or choose another Google account.',
    })
  }
}

/** The account has another Google account already. */
export class GoogleOtherAccountError extends RuleError {
  constructor() {
    super('E_GOOGLE_OTHER', 'Another Google account is linked already.', {
      next: 'Unlink that one first.',
    })
  }
}

/** Without a password, Google is the only way in. */
export class GoogleNeedsPasswordError extends RuleError {
  constructor() {
    super('E_GOOGLE_ONLY_WAY_IN', 'Google is the only way into your account.', {
      next: 'Set a password first.',
    })
  }
}

/** The linked account signs in nowhere. */
export class AccountDisabledError extends RuleError {
  constructor() {
    super('E_ACCOUNT_DISABLED', 'This account is disabled.', {
      next: 'Write to the administrator of this deployment.',
    })
  }
}
