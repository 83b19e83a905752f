import { DeliveryError } from '../messages/delivery_error.ts'

/** An e-mail that was not handed over. */
export class MailError extends DeliveryError {}

/** The deployment has no way to send mail. */
export class MailNotConfiguredError extends MailError {
  constructor(variables: string) {
    super('E_MAIL_NOT_CONFIGURED', 503, 'This server is not set up to send e-mail.', {
      next: `An administrator sets ${variables} and restarts the server; then send again.`,
      permanent: true,
    })
  }
}

/** The message itself is not acceptable: no recipient, a bad address, a line break in a header. */
export class MailInvalidError extends MailError {
  constructor(field: string, message: string, next: string) {
    super('E_MAIL_INVALID', 422, message, { field, next, permanent: true })
  }
}

/** The receiving side said no for good; the same message will not be accepted later either. */
export class MailRefusedError extends MailError {
  constructor(reason: string, cause: unknown) {
    super('E_MAIL_REFUSED', 422, `The mail server refused the message: ${reason}`, {
      next: 'Check the e-mail address of the recipient and send again.',
      permanent: true,
      cause,
    })
  }
}

/** The message may go through later: a network fault, a busy or misconfigured server, a time-out. */
export class MailTransientError extends MailError {
  constructor(reason: string, cause?: unknown) {
    super('E_MAIL_TRANSIENT', 503, `The message could not be sent now: ${reason}`, {
      next: 'It is tried again by itself; if it keeps failing, an administrator checks the mail settings.',
      permanent: false,
      cause,
    })
  }
}
