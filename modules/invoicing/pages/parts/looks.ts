import type { StatusLook } from '@karkhana/ui'
import type { InvoiceState } from '../../transformers/invoice_row.ts'

/** How each state of an invoice looks. */
export const STATE_LOOKS: Record<InvoiceState, StatusLook> = {
  draft: { label: 'Draft', tone: 'neutral', icon: 'i-lucide-pencil-line' },
  unpaid: { label: 'Unpaid', tone: 'warning', icon: 'i-lucide-clock' },
  partly_paid: { label: 'Partly paid', tone: 'info', icon: 'i-lucide-circle-dot' },
  paid: { label: 'Paid', tone: 'success', icon: 'i-lucide-circle-check' },
  cancelled: { label: 'Cancelled', tone: 'danger', icon: 'i-lucide-ban' },
}

/** How each outcome of a message looks. */
export const MESSAGE_LOOKS: Record<'queued' | 'sent' | 'failed', StatusLook> = {
  queued: { label: 'Waiting', tone: 'info' },
  sent: { label: 'Sent', tone: 'success' },
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
