import { labelIn } from '../lang/translate.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Channel, MessageState } from './states.ts'

/** A message as the timeline of its record reads it. */
export interface ToldMessage {
  id: string
  channel: Channel
  to: string | null
  state: MessageState
  subject: string | null
  reason: string | null
  /** Whether what it said is kept, so that it can be sent again. */
  kept: boolean
}

const TITLES: Record<MessageState, Record<Channel, string>> = {
  queued: {
    mail: 'E-mail on its way',
    sms: 'Text message on its way',
    whatsapp: 'WhatsApp message on its way',
  },
  sent: { mail: 'E-mailed', sms: 'Text message sent', whatsapp: 'WhatsApp message sent' },
  delivered: {
    mail: 'E-mail delivered',
    sms: 'Text message delivered',
    whatsapp: 'WhatsApp message delivered',
  },
  read: { mail: 'E-mail read', sms: 'Text message read', whatsapp: 'WhatsApp message read' },
  bounced: {
    mail: 'E-mail came back',
    sms: 'Text message did not arrive',
    whatsapp: 'WhatsApp message did not arrive',
  },
  failed: {
    mail: 'E-mail not sent',
    sms: 'Text message not sent',
    whatsapp: 'WhatsApp message not sent',
  },
  suppressed: {
    mail: 'E-mail held back',
    sms: 'Text message held back',
    whatsapp: 'WhatsApp message held back',
  },
}

/**
 * Where a message stands, in the language of the reader: to whom, what about, why it did not arrive, and whether the
 * reader may put it on its way again.
 */
export function messageLine(scope: Scope, message: ToldMessage) {
  const { id, channel, to, state, subject, reason } = message
  const said = reason && labelIn(scope.language, 'kernel', reason)
  return {
    title: labelIn(scope.language, 'kernel', TITLES[state][channel]),
    detail: [to, subject, said].filter(Boolean).join(' · ') || undefined,
    message: { id, channel, state, again: maySendAgain(scope, message) },
  }
}

/** The same rule as of `retryMessage`, which is asked when it is pressed. */
function maySendAgain(scope: Scope, { state, kept }: ToldMessage): boolean {
  const may = scope.can('kernel.message.manage') && !scope.branchIds && !scope.readOnly
  return may && kept && (state === 'failed' || state === 'suppressed')
}
