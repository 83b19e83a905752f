import { KarkhanaError, RuleError } from '../../errors.ts'

/** The six digits are not those of this half minute, or were used already. */
export class WrongCodeError extends RuleError {
  constructor() {
    super('E_CODE_WRONG', 'This code is not right.', {
      field: 'code',
      next: 'Wait for the next one in your app and type that. Is the clock of your phone right?',
    })
  }
}

/** The recovery code is none of this account, or was used already. */
export class WrongRecoveryCodeError extends RuleError {
  constructor() {
    super('E_RECOVERY_CODE_WRONG', 'This recovery code is not right, or was used already.', {
      field: 'recoveryCode',
      next: 'Each works once. Try the next one on your list.',
    })
  }
}

/** The password that was asked for once more is wrong. */
export class WrongPasswordError extends RuleError {
  constructor(field = 'password') {
    super('E_PASSWORD_WRONG', 'This password is not right.', {
      field,
      next: 'Type the password you sign in with.',
    })
  }
}

/** The account has no password by which somebody elsewhere could show that it is theirs. */
export class ConfirmSignedInError extends RuleError {
  constructor() {
    super('E_CONFIRM_SIGNED_IN', 'This can be confirmed only where you are signed in.', {
      next: 'Sign in to the account first, then open the link again.',
    })
  }
}

/** Something that proves the person has to be given, and there is nothing but signing in again. */
export class SignInAgainError extends RuleError {
  constructor() {
    super('E_SIGN_IN_AGAIN', 'For this, your sign-in must be fresh.', {
      next: 'Sign out, sign in again and do it within 15 minutes.',
    })
  }
}

/** There is no pending sign-in, it is too old, or too many codes were wrong. */
export class PendingSignInOverError extends KarkhanaError {
  constructor() {
    super('E_SIGN_IN_OVER', 403, 'This sign-in took too long or had too many wrong codes.', {
      next: 'Begin again.',
    })
  }
}

/** What was asked does not fit the state of two-factor sign-in: another window was quicker. */
export class TwoFactorStateError extends RuleError {
  constructor(on: boolean) {
    super(
      'E_TWO_FACTOR_STATE',
      on ? 'Two-factor sign-in is on already.' : 'Two-factor sign-in is off.',
      { next: 'Load the page again.' }
    )
  }
}

/** An organisation asks for two factors, so the person cannot do without. */
export class TwoFactorNeededError extends RuleError {
  constructor(organisation: string) {
    super('E_TWO_FACTOR_NEEDED', `${organisation} asks you for two-factor sign-in.`, {
      next: 'Ask its owner to change the rule first.',
    })
  }
}

/** Somebody else has the address meanwhile. */
export class EmailTakenError extends RuleError {
  constructor() {
    super('E_EMAIL_TAKEN', 'There is an account with this e-mail already.', {
      field: 'email',
      next: 'Sign in to that account, or use another address.',
    })
  }
}
