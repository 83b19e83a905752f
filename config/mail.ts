import app from '@adonisjs/core/services/app'
import { defineConfig, transports } from '@adonisjs/mail'
import type { InferMailers } from '@adonisjs/mail/types'
import {
  MailboxTransport,
  mailboxFolder,
  parseReturnPath,
  parseSender,
  ResendTransport,
  smtpOptions,
  UnconfiguredTransport,
} from '@karkhana/kernel/mail'
import env from '../start/env.ts'

/** Resend if its key is set, else SMTP if a host is set, else the mailbox. Tests never send. */
function chosenMailer() {
  if (app.inTest) return 'mailbox'
  if (env.get('RESEND_API_KEY')) return 'resend'
  if (env.get('SMTP_HOST')) return 'smtp'
  return app.inProduction ? 'unconfigured' : 'mailbox'
}

// Refused here rather than with the first message.
parseReturnPath(env.get('MAIL_RETURN_PATH'))

const sender =
  env.get('MAIL_FROM') ?? (app.inProduction ? '' : 'Karkhana <no-reply@karkhana.localhost>')

const mailConfig = defineConfig({
  default: chosenMailer(),
  from: sender ? parseSender(sender) : undefined,
  mailers: {
    smtp: transports.smtp(
      smtpOptions({
        host: env.get('SMTP_HOST') ?? 'localhost',
        port: env.get('SMTP_PORT'),
        username: env.get('SMTP_USERNAME'),
        password: env.get('SMTP_PASSWORD'),
      })
    ),
    resend: () => new ResendTransport({ key: env.get('RESEND_API_KEY') ?? '' }),
    mailbox: () => new MailboxTransport({ folder: mailboxFolder(app) }),
    unconfigured: () => new UnconfiguredTransport(),
  },
})

export default mailConfig

declare module '@adonisjs/mail/types' {
  export interface MailersList extends InferMailers<typeof mailConfig> {}
}
