import { composeMail } from './compose.ts'
import type { MailDefinition } from './declaration.ts'
import { MailInvalidError } from './errors.ts'

/** Subject and both parts of a message, to be handed to `deliver` with its recipients. */
export interface RenderedMail {
  subject: string
  html: string
  text: string
}

/**
 * Makes a message of a declared mail.
 * @throws MailInvalidError it has no subject, or its button leads nowhere safe
 */
export async function renderMail<Data extends object>(
  mail: MailDefinition<Data>,
  data: Data
): Promise<RenderedMail> {
  const { subject, ...content } = mail.content(data)
  if (subject.trim() === '' || /\p{Cc}/u.test(subject)) {
    throw new MailInvalidError(
      'subject',
      'The subject is empty or has line breaks.',
      'Write one line.'
    )
  }
  return { subject, ...(await composeMail(content)) }
}
