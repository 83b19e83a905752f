import { KarkhanaError } from '../../errors.ts'

/** A call about messages that nobody can have sent who knows the secret. */
export class SignatureError extends KarkhanaError {
  constructor(why: string) {
    super('E_NEWS_SIGNATURE', 401, `The call is not accepted: ${why}`, {
      next: 'Compare the signing secret of the webhook at the mail service with RESEND_WEBHOOK_SECRET.',
    })
  }
}

/** News of a message whose sending is not noted yet; the service tells it again. */
export class NewsTooEarlyError extends KarkhanaError {
  constructor() {
    super('E_NEWS_TOO_EARLY', 503, 'The sending of this message is not noted yet.', {
      next: 'Tell it again in a minute.',
    })
  }
}

/** A mail is passed on by somebody who does not know the secret. */
export class InboundSecretError extends KarkhanaError {
  constructor() {
    super('E_INBOUND_SECRET', 401, 'The call is not accepted: its secret does not fit.', {
      next: 'Send MAIL_INBOUND_SECRET as bearer token, or as the password of the address.',
    })
  }
}

/** Nothing that could be a mail came in. */
export class RawMailMissingError extends KarkhanaError {
  constructor() {
    super('E_RAW_MAIL', 422, 'No mail came in.', {
      next: 'Send the raw mail as the body (message/rfc822), or in the field email or body-mime.',
    })
  }
}

/** A mail is larger than what is read of one. */
export class RawMailTooLargeError extends KarkhanaError {
  constructor() {
    super('E_RAW_MAIL', 413, 'The mail is larger than 10 MB.', {
      next: 'Let the mail server send reports without the message that came back (RFC 3461, RET=HDRS).',
    })
  }
}
