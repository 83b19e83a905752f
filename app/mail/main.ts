/**
 * Outgoing mail: composed from one content, checked, and delivered by the mailer of this deployment.
 */
export { composeMail, type MailContent } from './compose.ts'
export { renderMail, type RenderedMail } from './render.ts'
export {
  MailError,
  MailInvalidError,
  MailNotConfiguredError,
  MailRefusedError,
  MailTransientError,
} from './errors.ts'
export { Mailbox, mailboxFolder, type KeptAttachment, type KeptMessage } from './mailbox.ts'
export { MailboxTransport } from './mailbox_transport.ts'
export {
  deliver,
  type MailAddress,
  type MailAttachment,
  type MailDelivery,
  type OutgoingMail,
} from './outgoing.ts'
export { parseSender, smtpOptions } from './settings.ts'
export { ResendTransport } from './resend_transport.ts'
export { UnconfiguredTransport } from './unconfigured_transport.ts'
