import { MailInvalidError } from './errors.ts'
import type { MailAddress, OutgoingMail } from './outgoing.ts'

/** Most servers refuse larger messages; base64 makes 18 MB of files 25 MB on the wire. */
const ATTACHMENTS_LIMIT = 18 * 1024 * 1024

/** RFC 5321, section 4.5.3.1.3. */
const ADDRESS_LENGTH = 254

/** One local part, one domain, none of the characters that separate addresses. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/

const CONTENT_TYPE = /^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.-]+)?$/

/**
 * Refuses what no server should see: a message without recipient, a bad address, and any line break
 * or control character that could smuggle in a header of its own.
 *
 * @throws MailInvalidError
 */
export function checkOutgoing(mail: OutgoingMail) {
  if (mail.to.length === 0) {
    throw new MailInvalidError('to', 'The message has no recipient.', 'Add an e-mail address.')
  }
  mail.to.forEach((address, index) => checkAddress(`to.${index}`, address))
  mail.cc?.forEach((address, index) => checkAddress(`cc.${index}`, address))
  if (mail.replyTo) checkAddress('replyTo', mail.replyTo)
  if (mail.returnPath) checkAddress('returnPath', { address: mail.returnPath })
  if (mail.unsubscribe && !/^https?:\/\/[^\s<>]+$/.test(mail.unsubscribe)) {
    throw new MailInvalidError('unsubscribe', 'This is no web address.', 'Begin it with https://')
  }
  checkHeader('fromName', mail.fromName ?? '')
  checkHeader('subject', mail.subject)
  if (mail.subject.trim() === '') {
    throw new MailInvalidError('subject', 'The message has no subject.', 'Write a subject.')
  }
  if (mail.idempotencyKey === '') {
    throw new MailInvalidError(
      'idempotencyKey',
      'The message has no idempotency key.',
      'Give it one.'
    )
  }
  checkAttachments(mail)
}

function checkAddress(field: string, { name, address }: MailAddress) {
  checkHeader(`${field}.name`, name ?? '')
  if (address.length > ADDRESS_LENGTH || !ADDRESS.test(address) || hasControl(address)) {
    const shown = JSON.stringify(address.slice(0, ADDRESS_LENGTH))
    throw new MailInvalidError(
      `${field}.address`,
      `${shown} is not an e-mail address.`,
      'Correct the address and send again.'
    )
  }
}

function checkAttachments(mail: OutgoingMail) {
  mail.attachments.forEach(({ name, contentType }, index) => {
    checkHeader(`attachments.${index}.name`, name)
    if (!CONTENT_TYPE.test(contentType)) {
      throw new MailInvalidError(
        `attachments.${index}.contentType`,
        `${JSON.stringify(contentType)} is not a media type.`,
        'Use one like application/pdf.'
      )
    }
  })
  const size = mail.attachments.reduce((sum, { content }) => sum + content.byteLength, 0)
  if (size > ATTACHMENTS_LIMIT) {
    throw new MailInvalidError(
      'attachments',
      `The attachments have ${Math.ceil(size / 1024 / 1024)} MB; 18 MB are allowed.`,
      'Attach fewer or smaller files.'
    )
  }
}

function checkHeader(field: string, value: string) {
  if (!hasControl(value)) return
  throw new MailInvalidError(
    field,
    'A line break or control character is not allowed here.',
    'Write it on one line and send again.'
  )
}

/** C0 and C1 controls and the Unicode line separators. */
function hasControl(value: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(value)
}
