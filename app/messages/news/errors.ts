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
