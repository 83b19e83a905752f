import { labelIn } from '../lang/translate.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Channel, MessageState } from './states.ts'

/** A message as the timeline of its record reads it. */
export interface ToldMessage {
  channel: Channel
  to: string | null
  state: MessageState
  subject: string | null
  reason: string | null
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
  bounced: {
    mail: 'E-mail came back',
    sms: 'Text message came back',
    whatsapp: 'WhatsApp message came back',
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

/** Where a message stands, in the language of the reader: to whom, what about, and why it did not arrive. */
export function messageLine(scope: Scope, { channel, to, state, subject, reason }: ToldMessage) {
  const said = reason && labelIn(scope.language, 'kernel', reason)
  return {
    title: labelIn(scope.language, 'kernel', TITLES[state][channel]),
    detail: [to, subject, said].filter(Boolean).join(' · ') || undefined,
  }
}
