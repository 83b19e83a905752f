import type { MessageState } from '@karkhana/kernel/mail'
import type { StatusLook } from '@karkhana/ui'

export { STATE_LOOKS } from '../../lists/state_looks.ts'

/** How each outcome of a message looks. */
export const MESSAGE_LOOKS: Record<MessageState, StatusLook> = {
  queued: { label: 'Waiting', tone: 'info' },
  sent: { label: 'Sent', tone: 'success' },
  delivered: { label: 'Delivered', tone: 'success' },
  read: { label: 'Read', tone: 'success' },
  bounced: { label: 'Bounced', tone: 'danger' },
  suppressed: { label: 'Held back', tone: 'warning' },
  failed: { label: 'Not sent', tone: 'danger' },
}

/** What people call the ways money comes in. */
export const MODE_LABELS = {
  upi: 'UPI',
  cash: 'Cash',
  card: 'Card',
  bank: 'Bank transfer',
  cheque: 'Cheque',
}
