import type { MailResponse } from '@adonisjs/mail'
import type { MailTransportContract } from '@adonisjs/mail/types'
import { MailNotConfiguredError } from './errors.ts'

/** Stands in production where no mailer is chosen, so that the first message says what is missing. */
export class UnconfiguredTransport implements MailTransportContract {
  /** @throws MailNotConfiguredError */
  send(): Promise<MailResponse<never>> {
    return Promise.reject(
      new MailNotConfiguredError(
        'RESEND_API_KEY, or SMTP_HOST with SMTP_PORT, SMTP_USERNAME and SMTP_PASSWORD,'
      )
    )
  }
}
