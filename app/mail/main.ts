/**
 * Outgoing mail: composed from one content, checked, and delivered by the mailer of this deployment.
 */
export { composeMail, type MailBrand, type MailContent } from './compose.ts'
export { placeholders } from './declaration.ts'
export { renderMail, type RenderedMail, type RenderOptions } from './render.ts'
export { sendMail, type NewMail } from '../messages/send_mail.ts'
export { messagesAbout, type MessageOfRecord } from '../messages/of_record.ts'
export type { RequestedMessage, MessageRecord } from '../messages/request.ts'
export type { MessageState } from '../messages/states.ts'
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
export { parseReturnPath } from '../messages/news/return_path.ts'
export { parseSender, smtpOptions } from './settings.ts'
export { ResendTransport } from './resend_transport.ts'
export { UnconfiguredTransport } from './unconfigured_transport.ts'
