import encryption from '@adonisjs/core/services/encryption'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { v5 as uuidv5 } from 'uuid'
import { dispatchForDeployment } from '../../jobs/dispatch.ts'
import type { MailContent } from '../../mail/compose.ts'
import deliverAccountMail, { SEAL } from '../jobs/deliver_account_mail.ts'

/** A message to a person about their account: a link, a warning. */
export interface AccountMail {
  /** E-mail address. */
  to: string
  subject: string
  content: MailContent
  /** Names this message for good, `reset_password/<id of the link>`: with the same key it is sent once. */
  uniqueKey: string
  /** When the link in it runs out; the message is not sent afterwards, whatever the mail server did meanwhile. */
  validUntil?: Date
  /** Address at which the reader ends mails of this kind by one click of their mail program. */
  unsubscribe?: string
  /** Whose quiet hours it waits for, should it be late: somebody's, in the zone of their organisation. */
  quietFor?: { userId: string; zone: string }
}

/** Namespace of the ids of these jobs (RFC 9562, version 5). */
const NAMESPACE = 'd4ad1d5e-2a2b-4f5c-9c35-6a4f6d0f7b1a'

/**
 * Queues a message to a person; a worker delivers it and tries again when the mail server is away. With `client` it
 * is queued if and only if that transaction commits. It waits encrypted, because links in it are keys.
 */
export async function sendAccountMail(
  client: TransactionClientContract | null,
  { validUntil, ...mail }: AccountMail
): Promise<void> {
  await dispatchForDeployment(
    client,
    deliverAccountMail,
    {
      sealed: encryption.encrypt(withoutBreaks(mail), undefined, SEAL),
      validUntil: validUntil?.toISOString() ?? null,
    },
    { id: uuidv5(mail.uniqueKey, NAMESPACE) }
  )
}

/** Names that people gave stand in the headers; a line break in one must not keep the message from its reader. */
function withoutBreaks(mail: Omit<AccountMail, 'validUntil'>): Omit<AccountMail, 'validUntil'> {
  const { subject, content } = mail
  const organisation = onOneLine(content.organisation)
  return { ...mail, subject: onOneLine(subject), content: { ...content, organisation } }
}

/** Control characters and the line separators of Unicode, each run of them as one blank. */
function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}
