import { MailError, MailRefusedError, MailTransientError } from './errors.ts'

/** What nodemailer adds to its errors. */
interface SmtpError extends Error {
  code?: string
  /** Reply code of the server, RFC 5321 section 4.2.1. */
  responseCode?: number
}

/** Faults of the message that nodemailer finds without asking the server. */
const FAULTS_OF_THE_MESSAGE = ['EENVELOPE', 'EMESSAGE', 'EFILEACCESS', 'EURLACCESS']

/**
 * Sorts a failure into "try again" and "never". A reply 4xx is temporary and 5xx permanent (RFC 5321,
 * section 4.2.1), except 5xx about the log-in (RFC 4954, section 6): the settings are wrong then, not
 * the message, and it goes out once they are corrected.
 */
export function classifyError(error: unknown): MailError {
  if (error instanceof MailError) return error
  const { code, responseCode, message } = error as SmtpError
  if (code === 'EAUTH') {
    return new MailTransientError('the server did not accept user name and password.', error)
  }
  const permanent =
    responseCode === undefined
      ? FAULTS_OF_THE_MESSAGE.includes(code ?? '')
      : responseCode >= 500 && responseCode !== 530
  return permanent ? new MailRefusedError(message, error) : new MailTransientError(message, error)
}
