import { checkOutgoing } from '../mail/check_outgoing.ts'
import type { MailDefinition } from '../mail/declaration.ts'
import type { MailAddress } from '../mail/outgoing.ts'
import type { Unit } from '../tenancy/unit.ts'
import { requestMessage, type MessageRecord, type RequestedMessage } from './request.ts'

/** An e-mail to somebody outside. */
export interface NewMail<Data extends object, Source extends object> {
  /** A mail that the module declares. */
  mail: MailDefinition<Data, Source>
  /** What it says; for a mail with `prepare`, what that reads it from: ids rather than names. JSON. */
  data: Source
  to: MailAddress
  /** Where answers go, unless the organisation wants all of them at one address. */
  replyTo?: MailAddress
  /** What it is about; the timeline of the record tells of it. */
  record?: MessageRecord | null
  /** Names the event, so that the message goes once: `jobcards.ready/<id of the run>`. */
  idempotencyKey: string
}

/**
 * Asks for an e-mail that goes if and only if this transaction commits, once for its key, in the words of the
 * organisation. It is made and sent by a job; its record says what became of it.
 * @throws MailInvalidError naming the part that no server should see, ModuleInactiveError, MessageKeyError
 */
export async function sendMail<Data extends object, Source extends object>(
  unit: Unit,
  { mail, data, to, replyTo, record, idempotencyKey }: NewMail<Data, Source>
): Promise<RequestedMessage> {
  const module = mail.id.split('.')[0]
  unit.scope.ensureModule(module)
  const name = to.name && onOneLine(to.name)
  checkOutgoing({
    to: [{ name, address: to.address }],
    replyTo,
    subject: mail.label,
    html: '',
    text: '',
    attachments: [],
    idempotencyKey,
  })
  return requestMessage(unit, {
    channel: 'mail',
    module,
    to: to.address,
    toName: name,
    template: { id: mail.id, language: '' },
    content: { data, ...(replyTo && { replyTo }) },
    record,
    idempotencyKey,
  })
}

/** A name that a customer gave must not keep the message from its reader. */
const onOneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
