/** How a message to somebody outside reaches them. */
export const CHANNELS = ['mail', 'sms', 'whatsapp'] as const

export type Channel = (typeof CHANNELS)[number]

export const CHANNEL_LABELS: Record<Channel, string> = {
  mail: 'E-mail',
  sms: 'Text message',
  whatsapp: 'WhatsApp',
}

/** Where a message stands. */
export type MessageState =
  'queued' | 'sent' | 'delivered' | 'read' | 'bounced' | 'failed' | 'suppressed'

export const MESSAGE_STATES: Record<MessageState, string> = {
  queued: 'On its way',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  bounced: 'Bounced',
  failed: 'Not sent',
  suppressed: 'Held back',
}

/**
 * What a message may become. `sent` is the point of no return: nothing leads from there to a second sending, only to
 * what the service tells of it afterwards. An admin puts what was never accepted on its way again.
 */
export const NEXT_STATES: Record<MessageState, readonly MessageState[]> = {
  queued: ['sent', 'bounced', 'failed', 'suppressed'],
  sent: ['delivered', 'read', 'bounced'],
  delivered: ['read', 'bounced'],
  read: [],
  bounced: [],
  failed: ['queued'],
  suppressed: ['queued'],
}

/** States from which a message comes to `state`. */
export function statesBefore(state: MessageState): MessageState[] {
  return (Object.keys(NEXT_STATES) as MessageState[]).filter((from) =>
    NEXT_STATES[from].includes(state)
  )
}
